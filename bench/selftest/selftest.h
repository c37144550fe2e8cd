/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELFTEST_H
#define SYSTOLL_SELFTEST_H

#include "kernel/vsyscall.h"
#include "machine/cpus.h"
#include "measure/timebase.h"

enum self_verdict { SELF_OK, SELF_NOTE, SELF_NONE, SELF_BROKEN };

enum { FINDING_TEXT = 512 };

/* What one test read, and what follows from it. */
struct finding {
    enum self_verdict verdict;
    char read[FINDING_TEXT];
    char follows[FINDING_TEXT];
};

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

/* Takes the CPU, and reads what the tests share. 0; or -errno with the reason in *why. */
int selftest_begin(struct selftest *st, int cpu, const char **why);

/* Nanoseconds a call of the cell, from some 45 blocks of the shortest length; NAN with a reason. */
double selftest_ns(const struct selftest *st, const char *cell, const char **reason);

void found_read(struct finding *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
void found(struct finding *f, enum self_verdict verdict, const char *follows, ...)
    __attribute__((format(printf, 3, 4)));

#endif
