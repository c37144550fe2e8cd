/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PATHS_H
#define SYSTOLL_PATHS_H

#include "kernel/vsyscall.h"
#include "matrix/calls.h"
#include "matrix/loops.h"

/* The table has no more rows: the compiler says so (paths.c). */
enum { MOST_PATHS = 64 };

/* How a call on a path gets into the kernel; what counts are judged by. */
enum path_entry {
    ENTERS_UNKNOWN,  /* not known, so not judged: a row that leaves it out */
    ENTERS_NEVER,    /* neither by a system call nor by a trap */
    ENTERS_ONCE,     /* by a system call */
    ENTERS_EMULATED, /* by a trap that the kernel emulates */
    ENTERS_AS_VDSO,  /* by a system call, where the vDSO can't answer by itself */
    ENTERS_AS_LIBC   /* as the C library goes: never or once */
};

/* A way from a program to what a call does. All that is particular to a path is in its row. */
struct path {
    const char *name, *help;
    enum abi abi; /* of the numbers and layouts it goes by; a record's abi is the program's */
    enum path_entry entry;
    uint64_t (*loop)(void *target, uint64_t n);        /* NULL: each call has its own (call.insn) */
    uint64_t (*loop_inject)(void *target, uint64_t n); /* the same with an injected chain */
    /* Sets target->entry for the call. NULL, or why this path does not offer it: a static sentence
     * without its full stop. */
    const char *(*resolve)(const struct call *call, struct target *target);
    /* Whether it offers the call on any machine. NULL: each that has a number. */
    bool (*offers)(const struct call *call);
    /* Whether its cell of the call exists; where it is not offered, it is skipped. NULL: as offers.
     */
    bool (*shows)(const struct call *call);
    /* The call, without a number, whose answer it gives in place of the asked one's; NULL: none. */
    const char *answers_as;
    bool by_default;   /* its cells are measured unless others are asked for */
    bool is_reference; /* the answers of the others are checked against its own */
    bool settles; /* what a call costs depends on what ran before: blocks wait until it settles */
    bool reads_clock; /* in user space, where the clocksource lets it */
    bool own_state;   /* call.vdso_setup is for it: five arguments */
    /* Writes what a trap means, given the words for the signal; false where it means a failure.
     * NULL: it always does. */
    bool (*trap)(const struct vsyscall *vs, const char *words, char *reason, size_t size);
    /* What is to be known of the way where it works, a static sentence without its full stop.
     * NULL: nothing is. */
    const char *(*note)(void);
    /* Why a wrong answer is not the kernel's; NULL where it is one. NULL: it always is. */
    const char *(*doubt)(void);
};

/* Of each program; they end with a row without a name. */
extern const struct path paths[], paths_i386[];

/* The path of x86-64 programs of that name, or NULL. */
const struct path *path_named(const char *name);

#endif
