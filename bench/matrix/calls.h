/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CALLS_H
#define SYSTOLL_CALLS_H

#include "matrix/shapes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A call that can be timed. Sources: arch/x86/entry/syscalls/syscall_{64,32}.tbl for the numbers,
 * arch/x86/entry/vdso for the symbols, man 2 for the arguments. */
struct call {
    const char *name;
    int nr[ABI_COUNT];       /* 0: there is no system call behind it */
    const char *vdso_symbol; /* NULL: none on any kernel */
    const void *libc;        /* NULL: not offered on that path */
    const struct insn *insn; /* NULL: it is no instruction */
    int vsyscall_entry;      /* offset into the vsyscall page; -1: it has none */
    int bytes;               /* what is asked for and returned, a size at the end of the name; 0 */
    bool by_clock;           /* the first argument is a clock id */
    bool by_default;         /* measured, on paths by default, unless others are asked for */
    bool timed_with_null;    /* programs pass NULL: so does the timed loop, but not the check */
    bool reads_clocksource;  /* where its clock is not a coarse one */
    bool returns_zero;       /* on success; else it returns its reading */
    bool tells_date;         /* in seconds of the ABI's width, where its clock counts from 1970 */
    size_t written[ABI_COUNT]; /* bytes of the scratch that a successful call writes */
    /* Sets the arguments for a call that writes to the scratch (below 4 GiB). number: the clock's
     * id, or bytes. */
    void (*fill)(int number, void *scratch, uint64_t *arg);
    /* The reading as a number that never goes back from call to call (ns for times), or NO_READING
     * where the bytes are out of range (nanoseconds of 1e9 and more). */
    int64_t (*read)(enum abi abi, uint64_t ret, const void *scratch);
    /* What a call is checked against that has no number; negative: -errno. NULL: nothing. */
    int64_t (*reference)(void);
    /* NULL, or what the vDSO needs besides; fills arg[3] and arg[4]. NULL or a reason. */
    const char *(*vdso_setup)(uint64_t entry, uint64_t *arg);
};

extern const struct call calls[]; /* ends with a row whose name is NULL */

/* The call that has a row for each size, without one. */
#define CALL_OF_SIZES "getrandom"

/* Whether there is a system call behind it, of one ABI or both. */
bool call_has_number(const struct call *call);

/* Whether something stands behind the call that tells the same answer. */
bool call_has_reference(const struct call *call);

/* The call of that name, or NULL. */
const struct call *call_named(const char *name);

/* Auxiliary clocks, Linux 6.17 and later: this id and the seven after it, numbered as
 * /sys/kernel/time/aux_clocks has them (include/uapi/linux/time.h, CLOCK_AUX). */
enum { CLOCK_AUX_FIRST = 16, CLOCK_AUX_LAST = 23 };

struct clock_name {
    const char *name; /* lower case, without CLOCK_ */
    int id;
    bool in_vdso; /* answered there, given a clocksource with a vDSO mode (lib/vdso/gettimeofday.c)
                   */
    bool by_default;
    bool coarse; /* as of the last tick: read without the clocksource */
};

/* Whether a call of that clock (NULL: of none) reads the clocksource, which the vDSO may not be
 * able to. */
bool call_reads_clocksource(const struct call *call, const struct clock_name *clock);

/* Whether the answer, by that ABI, has seconds since 1970 in 32 bits. */
bool call_ends_in_2038(const struct call *call, const struct clock_name *clock, enum abi abi);

extern const struct clock_name clock_names[]; /* ends with a row whose name is NULL */

#endif
