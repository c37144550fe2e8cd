/* SPDX-License-Identifier: MIT */
#include "measure/timebase.h"

#include "measure/clock.h"
#include "text/text.h"

#include <cpuid.h>
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

enum { RAW_MIN_NS = 100000, POINT_TRIES = 200, QUANTA_PER_BLOCK = 200 };
/* Stamps that the quantum is taken from; a clock in steps of 10 ms shows two within the most. */
enum { QUANTUM_STAMPS = 4000, QUANTUM_STEPS = 2, QUANTUM_MOST = 1 << 20 };
/* Waiting for a clock: it has to go at a tenth of the timers' pace, or for a second at least. */
enum { NAP_NS = 2000000, PATIENCE = 10, LEAST_NAPS = 50 };

static const char *const names[] = {
    [TIMEBASE_TSC] = "tsc", [TIMEBASE_RAW] = "raw", [TIMEBASE_ICOUNT] = "icount"};

static bool cpuid_edx_bit(uint32_t leaf, unsigned bit)
{
    uint32_t a, b, c, d;
    return __get_cpuid(leaf, &a, &b, &c, &d) && (d >> bit & 1);
}

bool timebase_tsc_refused(void)
{
    int state = PR_TSC_ENABLE;
    return prctl(PR_GET_TSC, &state) == 0 && state == PR_TSC_SIGSEGV;
}

struct timebase timebase_choose(const char *available_clocksource)
{
    struct timebase tb = {.quantum = 1, .rdtscp = cpuid_edx_bit(0x80000001, 27)};
    if (timebase_tsc_refused())
        tb.reason = "this process may not read the TSC (PR_TSC_SIGSEGV)";
    else if (!cpuid_edx_bit(0x80000007, 8))
        tb.reason = "CPUID does not call the TSC invariant";
    else if (available_clocksource && !text_lists(available_clocksource, "tsc"))
        tb.reason = "the kernel does not list the TSC among its clocksources";
    if (tb.reason)
        tb.kind = TIMEBASE_RAW;
    return tb;
}

bool timebase_by_name(const char *name, struct timebase *tb)
{
    for (int kind = TIMEBASE_TSC; kind <= TIMEBASE_ICOUNT; kind++)
        if (strcmp(names[kind], name) == 0) {
            *tb = (struct timebase){.kind = (enum timebase_kind)kind,
                                    .rdtscp = cpuid_edx_bit(0x80000001, 27),
                                    .quantum = 1};
            return true;
        }
    return false;
}

const char *timebase_name(enum timebase_kind kind)
{
    return names[kind];
}

void timebase_read_by(struct timebase *tb, clock_reader *vdso)
{
    tb->vdso = timebase_tsc_refused() ? NULL : vdso;
}

static uint64_t raw_ns(const struct timebase *tb)
{
    struct timespec t;
    if (!tb->vdso || tb->vdso(CLOCK_MONOTONIC_RAW, &t))
        return clock_ns(CLOCK_MONOTONIC_RAW);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Linux keeps node << 12 | CPU in TSC_AUX (arch/x86/include/asm/segment.h, vdso_encode_cpunode). */
static uint32_t aux_cpu(uint32_t aux)
{
    return aux & 0xfff;
}

static uint64_t rdtscp(uint32_t *aux)
{
    uint32_t lo, hi;
    __asm__ volatile("rdtscp" : "=a"(lo), "=d"(hi), "=c"(*aux)::"memory");
    return (uint64_t)hi << 32 | lo;
}

static uint64_t rdtsc(void)
{
    uint32_t lo, hi;
    __asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi)::"memory");
    return (uint64_t)hi << 32 | lo;
}

static void lfence(void)
{
    __asm__ volatile("lfence" ::: "memory");
}

NOT_INSTRUMENTED struct stamp timebase_start(const struct timebase *tb)
{
    struct stamp s = {.cpu = STAMP_NO_CPU};
    if (tb->kind == TIMEBASE_RAW) {
        s.ticks = raw_ns(tb);
        return s;
    }
    if (tb->rdtscp) { /* for its AUX alone: RDTSCP does not keep later work from starting early */
        rdtscp(&s.cpu);
        s.cpu = aux_cpu(s.cpu);
    }
    lfence();
    s.ticks = rdtsc();
    lfence();
    return s;
}

NOT_INSTRUMENTED struct stamp timebase_stop(const struct timebase *tb)
{
    struct stamp s = {.cpu = STAMP_NO_CPU};
    if (tb->kind == TIMEBASE_RAW) {
        s.ticks = raw_ns(tb);
    } else if (tb->rdtscp) {
        s.ticks = rdtscp(&s.cpu);
        lfence();
        s.cpu = aux_cpu(s.cpu);
    } else {
        lfence();
        s.ticks = rdtsc();
        lfence();
    }
    return s;
}

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

void timebase_steps_add(struct timebase_steps *s, uint64_t stamp)
{
    uint64_t step = stamp - s->last;
    s->last = stamp;
    if (s->stamps++ == 0)
        return;
    s->stood = s->stood || step == 0;
    if (step == 0)
        return;
    s->steps++;
    s->divisor = greatest_common_divisor(step, s->divisor);
    s->least = s->least && s->least < step ? s->least : step;
}

/* Steps of a coarse clock differ by a nanosecond of rounding, which leaves them no divisor. */
uint64_t timebase_steps_quantum(const struct timebase_steps *s)
{
    if (s->stood && s->least)
        return s->least;
    return s->divisor ? s->divisor : 1;
}

void timebase_measure_quantum(struct timebase *tb)
{
    struct timebase_steps steps = {0};
    while (steps.stamps <= QUANTUM_STAMPS ||
           (steps.steps < QUANTUM_STEPS && steps.stamps < QUANTUM_MOST))
        timebase_steps_add(&steps, timebase_stop(tb).ticks);
    tb->quantum = timebase_steps_quantum(&steps);
}

struct timebase_point timebase_point(const struct timebase *tb)
{
    struct timebase_point best = {0};
    uint64_t narrowest = UINT64_MAX;
    for (int i = 0; i < POINT_TRIES; i++) {
        uint64_t before = timebase_start(tb).ticks;
        uint64_t raw = raw_ns(tb);
        uint64_t width = timebase_stop(tb).ticks - before;
        if (width < narrowest) {
            narrowest = width;
            best = (struct timebase_point){.ticks = before + width / 2, .raw_ns = raw};
        }
    }
    best.monotonic_ns = clock_ns(CLOCK_MONOTONIC);
    return best;
}

int timebase_await(const struct timebase *tb, struct timebase_point from, uint64_t apart_ns,
                   struct timebase_point *to)
{
    uint64_t naps = PATIENCE * (apart_ns / NAP_NS + LEAST_NAPS);
    while (raw_ns(tb) - from.raw_ns < apart_ns) {
        if (naps-- == 0)
            return -ETIME;
        clock_sleep(NAP_NS);
    }
    *to = timebase_point(tb);
    return 0;
}

double timebase_hz(struct timebase_point from, struct timebase_point to)
{
    if (to.raw_ns < from.raw_ns + 1000000)
        return 0;
    return (double)(to.ticks - from.ticks) * 1e9 / (double)(to.raw_ns - from.raw_ns);
}

const char *timebase_error(int error)
{
    return error == -ETIME ? "the kernel's clock stands still" : strerror(-error);
}

uint64_t timebase_min_block(const struct timebase *tb, double hz)
{
    uint64_t by_time = (uint64_t)(hz * (double)RAW_MIN_NS / 1e9);
    uint64_t by_quantum = QUANTA_PER_BLOCK * tb->quantum;
    return by_time > by_quantum ? by_time : by_quantum;
}
