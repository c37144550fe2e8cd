/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INSPECT_H
#define SYSTOLL_INSPECT_H

#include "kernel/explain.h"
#include "kernel/process.h"
#include "kernel/vsyscall.h"

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
};

/* 0, or -errno of the stream. */
int inspect_text(const struct inspection *i, FILE *out);
int inspect_json(const struct inspection *i, FILE *out);

#endif
