/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FORMS_H
#define SYSTOLL_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How an address of the vsyscall page's entries stands in a program. */
enum form {
    FORM_NONE,
    FORM_LOAD,    /* mov with the address as immediate: into a register */
    FORM_STORE,   /* into memory */
    FORM_PUSH,    /* onto the stack */
    FORM_DIRECT,  /* call or jmp of it, relative: in a program that lies at a fixed address */
    FORM_DATA,    /* 8 bytes, aligned: a pointer, a table of pointers */
    FORM_COMPARE, /* cmp: asks whether something is the page, calls nothing */
};

/* How much of a file has to lie before and behind a place for it to be recognised. */
enum { FORM_BEFORE = 16, FORM_BEHIND = 16 };

/* What the address means is seen in these bytes. */
struct form_place {
    enum form form;
    int call;   /* 0 gettimeofday, 1 time, 2 getcpu */
    int before; /* bytes of the instruction before the address; 0 for data */
    int length; /* of the whole instruction, or of the data */
};

/* Looks at a place: FORM_BEFORE bytes before at and FORM_BEHIND from it can be read. address is
 * where the place is loaded, code whether it can be executed, fixed whether the program lies where
 * it says. FORM_NONE where it is none. */
struct form_place form_at(const unsigned char *at, uint64_t address, bool code, bool fixed);

/* A sentence's part: "loads its address into a register", of an entry; what only compares can't
 * call. */
const char *form_words(enum form form);
const char *form_name(enum form form); /* for programs */
bool form_may_call(enum form form);

#endif
