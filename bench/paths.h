/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PATHS_H
#define SYSTOLL_PATHS_H

#include "calls.h"
#include "loops.h"

enum path_id { PATH_VDSO, PATH_LIBC, PATH_SYSCALL, PATH_INT80, PATH_VSYSCALL, PATH_CONTROL };

#define ON(id) (1u << (id))

/* A way from a program to what a call does. */
struct path {
    const char *name, *help;
    enum path_id id;
    enum abi abi;
    uint64_t (*loop)(void *target, uint64_t n);
    uint64_t (*loop_inject)(void *target, uint64_t n); /* the same with an injected chain */
    /* Sets target->entry for the call. NULL, or why this path does not offer it: a static sentence
     * without its full stop. */
    const char *(*resolve)(const struct call *call, struct target *target);
};

extern const struct path paths[]; /* ends with a row whose name is NULL */

#endif
