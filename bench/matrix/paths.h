/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PATHS_H
#define SYSTOLL_PATHS_H

#include "kernel/vsyscall.h"
#include "matrix/calls.h"
#include "matrix/loops.h"

/* A new path goes before the last one, which counts them. */
enum path_id {
    PATH_VDSO,
    PATH_LIBC,
    PATH_SYSCALL,
    PATH_INT80,
    PATH_VSYSCALL,
    PATH_CONTROL,
    PATH_COUNT
};

#define ON(id) (1u << (id))
_Static_assert(PATH_COUNT <= 32, "call.paths has a bit for each");

/* How a call on a path gets into the kernel; what counts are judged by. */
enum path_entry {
    ENTERS_UNKNOWN,  /* not known, so not judged: a row that leaves it out */
    ENTERS_NEVER,    /* no system call stands behind it, so none is compared with it */
    ENTERS_ONCE,     /* by a system call */
    ENTERS_EMULATED, /* by a trap that the kernel emulates */
    ENTERS_AS_VDSO,  /* by a system call, where the vDSO can't answer by itself */
    ENTERS_AS_LIBC   /* as the C library goes: never or once */
};

/* A way from a program to what a call does. All that is particular to a path is in its row. */
struct path {
    const char *name, *help;
    enum path_id id;
    enum abi abi;
    uint64_t (*loop)(void *target, uint64_t n);
    uint64_t (*loop_inject)(void *target, uint64_t n); /* the same with an injected chain */
    /* Sets target->entry for the call. NULL, or why this path does not offer it: a static sentence
     * without its full stop. */
    const char *(*resolve)(const struct call *call, struct target *target);
    enum path_entry entry;
    bool settles; /* what a call costs depends on what ran before: blocks wait until it settles */
    bool reads_clock; /* in user space, where the clocksource lets it */
    bool own_state;   /* call.vdso_setup is for it: five arguments */
    /* Writes what a trap means, given the words for the signal; false where it means a failure.
     * NULL: it always does. */
    bool (*trap)(const struct vsyscall *vs, const char *words, char *reason, size_t size);
    /* Why a wrong answer is not the kernel's; NULL where it is one. NULL: it always is. */
    const char *(*doubt)(void);
};

extern const struct path paths[]; /* ends with a row whose name is NULL */

#endif
