/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SCAN_H
#define SYSTOLL_SCAN_H

#include "elf/elf_file.h"
#include "scan/forms.h"

enum { SCAN_PLACES = 64, SCAN_BYTES = 48 };

/* A place of a file where an address of the page stands. */
struct scan_place {
    struct form_place what;
    uint64_t offset;        /* in the file, of the instruction or the data */
    uint64_t address;       /* where that is loaded, by the file's own addresses */
    char section[ELF_NAME]; /* printable; "" where the file has none for it */
    char symbol[ELF_NAME];  /* the same of a function; within: how far into it */
    uint64_t within;
    unsigned segment;                /* number of its program header */
    unsigned char bytes[SCAN_BYTES]; /* from there on */
    size_t size;
};

/* What a file carries. */
struct scan_file {
    enum elf_kind kind;
    struct scan_place places[SCAN_PLACES];
    size_t size;
    uint64_t more;     /* places that there was no room for */
    const char *known; /* "systoll itself": what it is known to be; NULL */
    bool may_call;     /* some place may, and it is not known to be harmless */
};

/* Looks through the loadable segments of the file that fd is open on. What is wrong with it is
 * found->kind. 0, or -errno where it can't be read or there is no memory. */
int scan_fd(int fd, struct scan_file *found);

#endif
