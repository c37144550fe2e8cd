/* SPDX-License-Identifier: MIT */
#include "timebase.h"

#include <cpuid.h>
#include <string.h>
#include <time.h>

enum { RAW_MIN_NS = 100000, QUANTUM_STEPS = 4000, POINT_TRIES = 200, QUANTA_PER_BLOCK = 200 };

static const char *const names[] = {
    [TIMEBASE_TSC] = "tsc", [TIMEBASE_RAW] = "raw", [TIMEBASE_ICOUNT] = "icount"};

static bool cpuid_edx_bit(uint32_t leaf, unsigned bit)
{
    uint32_t a, b, c, d;
    return __get_cpuid(leaf, &a, &b, &c, &d) && (d >> bit & 1);
}

static bool lists_word(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ' ') && strchr(" \n", at[size]))
            return true;
    return false;
}

struct timebase timebase_choose(const char *available_clocksource)
{
    struct timebase tb = {.quantum = 1, .rdtscp = cpuid_edx_bit(0x80000001, 27)};
    if (!cpuid_edx_bit(0x80000007, 8))
        tb.reason = "CPUID does not call the TSC invariant";
    else if (available_clocksource && !lists_word(available_clocksource, "tsc"))
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

static uint64_t raw_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_RAW, &t);
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

struct stamp timebase_start(const struct timebase *tb)
{
    struct stamp s = {.cpu = STAMP_NO_CPU};
    if (tb->kind == TIMEBASE_RAW) {
        s.ticks = raw_ns();
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

struct stamp timebase_stop(const struct timebase *tb)
{
    struct stamp s = {.cpu = STAMP_NO_CPU};
    if (tb->kind == TIMEBASE_RAW) {
        s.ticks = raw_ns();
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

void timebase_measure_quantum(struct timebase *tb)
{
    uint64_t divisor = 0, last = timebase_stop(tb).ticks;
    for (int i = 0; i < QUANTUM_STEPS; i++) {
        uint64_t now = timebase_stop(tb).ticks;
        divisor = greatest_common_divisor(now - last, divisor);
        last = now;
    }
    tb->quantum = divisor ? divisor : 1;
}

struct timebase_point timebase_point(const struct timebase *tb)
{
    struct timebase_point best = {0};
    uint64_t narrowest = UINT64_MAX;
    for (int i = 0; i < POINT_TRIES; i++) {
        uint64_t before = timebase_start(tb).ticks;
        uint64_t raw = raw_ns();
        uint64_t width = timebase_stop(tb).ticks - before;
        if (width < narrowest) {
            narrowest = width;
            best = (struct timebase_point){.ticks = before + width / 2, .raw_ns = raw};
        }
    }
    return best;
}

double timebase_hz(struct timebase_point from, struct timebase_point to)
{
    if (to.raw_ns < from.raw_ns + 1000000)
        return 0;
    return (double)(to.ticks - from.ticks) * 1e9 / (double)(to.raw_ns - from.raw_ns);
}

uint64_t timebase_min_block(const struct timebase *tb, double hz)
{
    uint64_t by_time = (uint64_t)(hz * RAW_MIN_NS / 1e9);
    uint64_t by_quantum = QUANTA_PER_BLOCK * tb->quantum;
    return by_time > by_quantum ? by_time : by_quantum;
}
