/* SPDX-License-Identifier: MIT */
#include "selftest/clock.h"

#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "machine/clocksource.h"
#include "machine/pin.h"
#include "text/show.h"

#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>

enum { STEPS = 2000, MOVES = 64, HZ_APART_NS = 2000000 };

int selftest_begin(struct selftest *st, int cpu, const char **why)
{
    struct timebase_point now;
    char *available = clocksource_available("");
    sched_getaffinity(0, sizeof st->allowed.bits, st->allowed.bits);
    int error = pin_to(st->cpu = cpu);
    st->timebase = timebase_choose(available);
    timebase_read_by(&st->timebase, vdso_clock());
    free(available);
    if (error) {
        *why = pin_refusal(cpu, error);
        return error;
    }
    timebase_measure_quantum(&st->timebase);
    st->begin = timebase_point(&st->timebase);
    error = timebase_await(&st->timebase, st->begin, HZ_APART_NS, &now);
    st->hz = error ? 0 : timebase_hz(st->begin, now);
    *why = timebase_error(error);
    return error ? error : vsyscall_find(&st->vsyscall, why);
}

static void test_tsc(struct selftest *st, struct finding *f)
{
    const struct timebase *tb = &st->timebase;
    char *available = clocksource_available("");
    found_read(f, "%s, %s RDTSCP, clocksources %s", tb->reason ? tb->reason : "invariant",
               tb->rdtscp ? "with" : "without", available ? available : "unknown");
    free(available);
    if (tb->reason)
        found(f, SELF_NOTE, "time is read from CLOCK_MONOTONIC_RAW");
    else if (!tb->rdtscp)
        found(f, SELF_NOTE, "a change of CPU within a block goes unseen");
    else
        found(f, SELF_OK, "time is read from the TSC");
}

static void test_steps(struct selftest *st, struct finding *f)
{
    uint64_t last = timebase_stop(&st->timebase).ticks;
    int back = 0;
    for (int i = 0; i < STEPS; i++) {
        uint64_t now = timebase_stop(&st->timebase).ticks;
        back += now < last;
        last = now;
    }
    found_read(f, "%d of %d steps went back on CPU %d", back, STEPS, st->cpu);
    if (back)
        found(f, SELF_BROKEN, "durations can't be trusted");
    else
        found(f, SELF_OK, "durations hold");
}

/* The next CPU of the set after that one, around its end. */
static int next_cpu(const struct cpus *set, int cpu)
{
    do
        cpu = (cpu + 1) % CPUS_MAX;
    while (!cpus_has(set, cpu));
    return cpu;
}

/* A step that is shorter than a move of this thread can't be seen this way. */
static void test_across(struct selftest *st, struct finding *f)
{
    int back = 0, cpu = st->cpu;
    if (cpus_count(&st->allowed) < 2) {
        found_read(f, "one CPU");
        found(f, SELF_NONE, "there is nothing to compare");
        return;
    }
    for (int i = 0; i < MOVES; i++) {
        uint64_t last = timebase_stop(&st->timebase).ticks;
        pin_to(cpu = next_cpu(&st->allowed, cpu));
        back += timebase_stop(&st->timebase).ticks < last;
    }
    pin_to(st->cpu);
    found_read(f, "%d of %d moves among %d CPUs went back", back, MOVES, cpus_count(&st->allowed));
    if (back)
        found(f, SELF_NOTE, "stamps of two CPUs can't be compared: blocks that move are dropped");
    else
        found(f, SELF_OK, "the CPUs' clocks agree to within a move");
}

static void test_quantum(struct selftest *st, struct finding *f)
{
    const struct timebase *tb = &st->timebase;
    uint64_t block = timebase_min_block(tb, st->hz);
    char ns[SHOW_NUMBER];
    found_read(f, "%" PRIu64 " ticks, %s ns", tb->quantum,
               show_short((double)tb->quantum * 1e9 / st->hz, 3, ns));
    found(f, tb->quantum > 1 ? SELF_NOTE : SELF_OK, "blocks last at least %.0f us",
          (double)block * 1e6 / st->hz);
}

const struct self_test self_clock[] = {{"tsc", test_tsc},
                                       {"tsc steps", test_steps},
                                       {"tsc across CPUs", test_across},
                                       {"tsc quantum", test_quantum},
                                       {0}};
