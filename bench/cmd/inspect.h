/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INSPECT_H
#define SYSTOLL_INSPECT_H

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

/* What a line of /proc/PID/maps is, whether it is part of the kernel, and whether it is safe. */
const char *explain_line(const char *name, enum vsyscall_mode mode);

/* What this boot's mode means. */
struct mode_words {
    const char *read, *call, *misuse, *change;
};
const struct mode_words *explain_mode(enum vsyscall_mode mode);

/* Why a process of that class (CLASS_*) may have no [vsyscall] line where the boot has the page:
 * the end of a sentence. */
const char *explain_absence(int elf);

/* Where the vDSO lies, and whether that could have been foretold. */
const char *explain_aslr(const struct process *p);

/* 0, or -errno of the stream. */
int inspect_text(const struct inspection *i, FILE *out);
int inspect_json(const struct inspection *i, FILE *out);

#endif
