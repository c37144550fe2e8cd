/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_INSPECTION_H
#define SYSTOLL_CMD_INSPECT_INSPECTION_H

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

#endif
