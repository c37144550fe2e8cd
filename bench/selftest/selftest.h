/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELFTEST_H
#define SYSTOLL_SELFTEST_H

#include "kernel/vsyscall.h"
#include "machine/cpus.h"
#include "measure/timebase.h"
#include "selftest/finding.h"

/* What the tests share. */
struct selftest {
    int cpu;             /* what the process is pinned to */
    struct cpus allowed; /* what it might run on before */
    struct timebase timebase;
    struct timebase_point begin;
    double hz; /* of the timebase, good to about 1e-3 */
    struct vsyscall vsyscall;
};

struct self_test {
    const char *name;
    void (*run)(struct selftest *st, struct finding *f);
};

/* Tables that end with a row whose name is NULL, run in this order: the clock and timed blocks come
 * before counters, because an open tracepoint lengthens system calls. */
extern const struct self_test self_clock[], self_timing[], self_frequency[], self_rights[],
    self_counters[], self_pmu[], self_paths[];

#endif
