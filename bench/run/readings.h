/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_READINGS_H
#define SYSTOLL_RUN_READINGS_H

#include "machine/interference.h"
#include "measure/timebase.h"
#include "run/log.h"

/* What is read at the begin of a run and on the way, to be compared with the end. */
struct readings {
    int cpu;                         /* under test */
    double seconds;                  /* CLOCK_MONOTONIC at the begin */
    long long steal, sibling;        /* at the begin */
    struct timebase_point begin;     /* once the timebase is chosen; the caller's */
    struct interference first, seen; /* before all launches, and after the last one; the caller's */
};

void readings_begin(struct readings *r, int cpu);

/* Warns of what took time from the CPU since: a hypervisor, the sibling, the firmware, heat, a
 * quota. */
void readings_warn(const struct readings *r, struct run_log *l);

/* Warns where the clock leapt between the begin and that point: two sources have to agree, and the
 * frequency over all with hz, that of the begin. */
void readings_warn_of_clock(const struct readings *r, double hz, const struct timebase_point *end,
                            struct run_log *l);

#endif
