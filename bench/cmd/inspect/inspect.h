/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INSPECT_H
#define SYSTOLL_INSPECT_H

#include "kernel/explain.h"
#include "kernel/process.h"
#include "kernel/vsyscall.h"
#include "layout/space.h"

#include <jansson.h>
#include <stdio.h>

/* All that inspect shows; its two formats print the same. */
struct inspection {
    struct process process;
    struct vsyscall vsyscall;
    char soname[64]; /* printable ASCII, as the symbols' names */
    struct symbol {
        char name[64], version[32]; /* cut where longer */
        uint64_t address, size;
        bool code; /* lies in the [vdso] line */
    } * symbols;   /* by address, then by name */
    size_t size;   /* of symbols */
    struct space space;
    int space_error; /* 0, or -errno: space is empty */
};

/* 0, or -errno of the stream. */
int inspect_text(const struct inspection *i, FILE *out);
int inspect_json(const struct inspection *i, FILE *out);

/* Parts of them: the address space drawn, and as data. */
void inspect_space_text(const struct space *s, FILE *out);
json_t *inspect_space_json(const struct space *s);

/* Prints the code of a symbol of the vDSO, or of an entry of the page ("vsyscall:time"), from
 * memory. An enum exit_code; where it is not 0 a sentence was printed. */
int inspect_disassemble(const struct inspection *in, const char *name, bool json);
/* Writes the vDSO's image to a file. The same. */
int inspect_extract(const struct inspection *in, const char *path);
/* Prints how far addresses are random, in n fresh processes. The same. */
int inspect_randomisation(size_t n, bool json);

#endif
