/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TIMEBASE_H
#define SYSTOLL_TIMEBASE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum timebase_kind { TIMEBASE_TSC, TIMEBASE_RAW, TIMEBASE_ICOUNT };

/* clock_gettime as the vDSO has it. */
typedef int clock_reader(int id, struct timespec *t);

/* What a duration is read from. Ticks are TSC ticks, nanoseconds of CLOCK_MONOTONIC_RAW, or
 * instructions of an icount guest. */
struct timebase {
    enum timebase_kind kind;
    bool rdtscp;        /* CPUID 80000001H:EDX[27] says that RDTSCP exists (Intel SDM vol. 2B) */
    uint64_t quantum;   /* ticks: the step in which stamps advance; 1 until measured */
    const char *reason; /* why the kind is not the TSC, a static sentence; NULL where it is */
    clock_reader *vdso; /* what the kernel's clocks are read by; NULL: by system calls */
};

#define STAMP_NO_CPU UINT32_MAX

struct stamp {
    uint64_t ticks;
    uint32_t cpu; /* TSC_AUX as RDTSCP gave it; STAMP_NO_CPU where it can't be read */
};

/* A moment on both clocks: ticks, and nanoseconds of CLOCK_MONOTONIC_RAW; and, some microseconds
 * later, of CLOCK_MONOTONIC, a second source for what the others say. */
struct timebase_point {
    uint64_t ticks;
    uint64_t raw_ns;
    uint64_t monotonic_ns;
};

/* RDTSC is forbidden to this process (PR_SET_TSC): it raises SIGSEGV, but under hypervisors that
 * can't forbid it. The state passes to children and new programs. */
bool timebase_tsc_refused(void);

/* Chooses TSC where this process may read it, CPUID 80000007H:EDX[8] calls it invariant and the
 * kernel still lists it among available_clocksource (a string, or NULL where it is unknown); else
 * the raw clock. */
struct timebase timebase_choose(const char *available_clocksource);

/* The timebase of that name ("tsc", "raw", "icount"), unmeasured; false for another name. */
bool timebase_by_name(const char *name, struct timebase *tb);
const char *timebase_name(enum timebase_kind kind);

/* Reads the kernel's clocks through the vDSO's own function from now on, which may stay in user
 * space; NULL, or a process that may not read the TSC, has system calls. */
void timebase_read_by(struct timebase *tb, clock_reader *vdso);

/* For what lies between two stamps: a sanitizer's own loads would be timed, and take as long as a
 * call where the caches were displaced. */
#define NOT_INSTRUMENTED __attribute__((no_sanitize("address", "undefined")))

/* Opens and closes a timed block; both are ordered against the work by LFENCE. */
struct stamp timebase_start(const struct timebase *tb);
struct stamp timebase_stop(const struct timebase *tb);

/* Sets tb->quantum by a few thousand stamps, or by more until there are two steps among them. */
void timebase_measure_quantum(struct timebase *tb);

/* What successive stamps show of the step in which a clock advances. Starts as {0}. */
struct timebase_steps {
    uint64_t last, stamps, steps; /* steps: those that were not 0 */
    uint64_t divisor, least;      /* greatest common divisor and least of the steps */
    bool stood;                   /* a stamp was the one before it */
};
void timebase_steps_add(struct timebase_steps *s, uint64_t stamp);
/* In ticks: the least step where stamps come faster than the clock advances, else the greatest
 * common divisor; 1 where no step was seen. */
uint64_t timebase_steps_quantum(const struct timebase_steps *s);

/* The tightest of 200 brackets of both clocks. */
struct timebase_point timebase_point(const struct timebase *tb);

/* Sleeps until the kernel's raw clock is so many nanoseconds past that point, and sets *to to a
 * point after that. 0, or -ETIME where the clock stands still, or goes on at less than a tenth of
 * the pace of the kernel's timers: it is not waited for without end. */
int timebase_await(const struct timebase *tb, struct timebase_point from, uint64_t apart_ns,
                   struct timebase_point *to);

/* Ticks per second between two points; 0 where they are less than 1 ms apart. Points should be at
 * least 300 ms apart for a figure that is good to 1e-6. */
double timebase_hz(struct timebase_point from, struct timebase_point to);

/* What timebase_await's error means; strerror's words for another. */
const char *timebase_error(int error);

/* The shortest block, in ticks, that is worth timing: 200 quanta and 100 us. */
uint64_t timebase_min_block(const struct timebase *tb, double hz);

#endif
