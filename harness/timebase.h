/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TIMEBASE_H
#define SYSTOLL_TIMEBASE_H

#include <stdbool.h>
#include <stdint.h>

enum timebase_kind { TIMEBASE_TSC, TIMEBASE_RAW, TIMEBASE_ICOUNT };

/* What a duration is read from. Ticks are TSC ticks, nanoseconds of CLOCK_MONOTONIC_RAW, or
 * instructions of an icount guest. */
struct timebase {
    enum timebase_kind kind;
    bool rdtscp;        /* CPUID 80000001H:EDX[27] says that RDTSCP exists (Intel SDM vol. 2B) */
    uint64_t quantum;   /* ticks: the step in which stamps advance; 1 until measured */
    const char *reason; /* why the kind is not the TSC, a static sentence; NULL where it is */
};

#define STAMP_NO_CPU UINT32_MAX

struct stamp {
    uint64_t ticks;
    uint32_t cpu; /* TSC_AUX as RDTSCP gave it; STAMP_NO_CPU where it can't be read */
};

/* A moment on both clocks: ticks, and nanoseconds of CLOCK_MONOTONIC_RAW. */
struct timebase_point {
    uint64_t ticks;
    uint64_t raw_ns;
};

/* Chooses TSC where CPUID 80000007H:EDX[8] calls it invariant and the kernel still lists it among
 * available_clocksource (a string, or NULL where it is unknown); else the raw clock. */
struct timebase timebase_choose(const char *available_clocksource);

/* The timebase of that name ("tsc", "raw", "icount"), unmeasured; false for another name. */
bool timebase_by_name(const char *name, struct timebase *tb);
const char *timebase_name(enum timebase_kind kind);

/* Opens and closes a timed block; both are ordered against the work by LFENCE. */
struct stamp timebase_start(const struct timebase *tb);
struct stamp timebase_stop(const struct timebase *tb);

/* Sets tb->quantum to the greatest common divisor of a few thousand observed steps. */
void timebase_measure_quantum(struct timebase *tb);

/* The tightest of 200 brackets of both clocks. */
struct timebase_point timebase_point(const struct timebase *tb);

/* Ticks per second between two points; 0 where they are less than 1 ms apart. Points should be at
 * least 300 ms apart for a figure that is good to 1e-6. */
double timebase_hz(struct timebase_point from, struct timebase_point to);

/* The shortest block, in ticks, that is worth timing: 200 quanta and 100 us. */
uint64_t timebase_min_block(const struct timebase *tb, double hz);

#endif
