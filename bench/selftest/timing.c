/* SPDX-License-Identifier: MIT */
#include "selftest/timing.h"

#include "matrix/cell.h"
#include "matrix/work_names.h"
#include "stats/estimate.h"
#include "text/show.h"

#include <math.h>
#include <stddef.h>
#include <sys/resource.h>

enum { BLOCKS = 15, TRIES = 3, FIRST_N = 16, LAST_N = 1 << 28 };

static double block(const struct selftest *st, const struct work *w, uint64_t n)
{
    w->loop(w->arg, n / 16 + 1);
    struct stamp start = timebase_start(&st->timebase);
    w->loop(w->arg, n);
    return (double)(timebase_stop(&st->timebase).ticks - start.ticks);
}

/* As many repetitions as a block worth timing takes. */
static uint64_t enough(const struct selftest *st, const struct work *w)
{
    double wanted = (double)timebase_min_block(&st->timebase, st->hz);
    uint64_t n = FIRST_N;
    while (n < LAST_N && block(st, w, n) < wanted)
        n *= 2;
    return n;
}

/* A low quantile: interruptions only lengthen. */
static double quick_one(double *ticks)
{
    return quantile(ticks, BLOCKS, 0.25);
}

static double empty_ticks(const struct selftest *st)
{
    const char *reason;
    double ticks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++)
        ticks[i] = block(st, work_find(WORK_EMPTY, &reason), 1);
    return quick_one(ticks);
}

static void test_canary(struct selftest *st, struct finding *f)
{
    const char *reason;
    const struct work *add = work_find(WORK_CANARY_ADD, &reason);
    const struct work *mul = work_find(WORK_CANARY_MUL, &reason);
    uint64_t n = enough(st, add);
    double ratio[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        double adds = block(st, add, n);
        ratio[i] = block(st, mul, n) / adds;
    }
    double middle = quantile(ratio, BLOCKS, 0.5);
    found_read(f, "imul/add ratio %.3f (quartiles %.2f to %.2f)", middle,
               quantile(ratio, BLOCKS, 0.25), quantile(ratio, BLOCKS, 0.75));
    if (fabs(middle - 3) > 0.015)
        found(f, SELF_NOTE,
              "not 3 within 0.5 %%: the clock wavers, or this core multiplies "
              "otherwise; no cycles without a PMU");
    else
        found(f, SELF_OK, "3 within 0.5 %%: the core's clock is steady");
}

static void test_empty(struct selftest *st, struct finding *f)
{
    double ticks = empty_ticks(st), all = (double)timebase_min_block(&st->timebase, st->hz);
    double share = 100 * ticks / all;
    found_read(f, "%.0f ticks, %.3f %% of the shortest block", ticks, share);
    if (share > 10)
        found(f, SELF_BROKEN, "stamps cost too much for any figure to be trusted");
    else
        found(f, share > 1 ? SELF_NOTE : SELF_OK, "it is subtracted from every block");
}

/* Of neighbouring blocks of n and 2n calls: ticks a call, and the quartiles of how far a pair's
 * slope is off its block. */
struct slope {
    double by_block, off[3];
    long preempted; /* how often others had the CPU meanwhile */
};

static long preemptions(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) ? 0 : usage.ru_nivcsw;
}

static struct slope measure_slope(const struct selftest *st, const struct work *w, double empty)
{
    uint64_t n = enough(st, w);
    double one[BLOCKS], off[BLOCKS];
    long before = preemptions();
    for (size_t i = 0; i < BLOCKS; i++) {
        one[i] = block(st, w, n) - empty;
        off[i] = (block(st, w, 2 * n) - empty) / one[i] - 2;
    }
    struct slope s = {.by_block = quick_one(one) / (double)n, .preempted = preemptions() - before};
    for (size_t i = 0; i < 3; i++)
        s.off[i] = quantile(off, BLOCKS, 0.25 * (double)(i + 1));
    return s;
}

/* The work of a cell that was tried in a child before: where RDTSC is refused, the vDSO traps. */
static const struct work *proved(const struct selftest *st, const char *name, const char **reason)
{
    static struct cell cell;
    if (cell_by_name(name, &cell))
        cell_prove(&cell, &st->vsyscall);
    *reason = cell.reason;
    return cell.state == CELL_MEASURED ? work_find(name, reason) : NULL;
}

double selftest_ns(const struct selftest *st, const char *cell, const char **reason)
{
    const struct work *w = proved(st, cell, reason);
    return w ? measure_slope(st, w, empty_ticks(st)).by_block * 1e9 / st->hz : NAN;
}

/* What is wrong is wrong in most pairs; what a busy machine does is not. */
static void judge_slope(struct finding *f, const struct slope *s)
{
    double off = 100 * s->off[1];
    if (fabs(off) <= 5)
        found(f, SELF_OK, "they agree to %.1f %%", fabs(off));
    else if (s->preempted)
        found(f, SELF_NOTE,
              "they differ by %.1f %%: this machine is busy, it was preempted %ld times", off,
              s->preempted);
    else if (s->off[0] <= 0.25 && s->off[2] >= -0.25)
        found(f, SELF_NOTE, "they differ by %.1f %%: this machine is busy", off);
    else
        found(f, SELF_BROKEN, "they differ by %.0f %%: blocks can't be trusted", off);
}

/* What happens once may spoil a slope; what is wrong stays wrong. */
static void check_slope(struct selftest *st, struct finding *f, const char *cell)
{
    const char *reason;
    const struct work *w = proved(st, cell, &reason);
    if (!w) {
        found_read(f, "%s", reason);
        found(f, SELF_NONE, "%s is not measured here", cell);
        return;
    }
    double empty = empty_ticks(st), off = 1, ns = 1e9 / st->hz;
    struct slope s = {0};
    for (int i = 0; i < TRIES && !(fabs(off) <= 0.05); i++) {
        s = measure_slope(st, w, empty);
        off = s.off[1];
    }
    char block[SHOW_NUMBER], slope[SHOW_NUMBER];
    found_read(f, "%s ns by blocks, %s ns by the slope from n to 2n",
               show_number(s.by_block * ns, 4, block),
               show_number(s.by_block * (1 + off) * ns, 4, slope));
    judge_slope(f, &s);
}

static void test_control(struct selftest *st, struct finding *f)
{
    check_slope(st, f, WORK_CONTROL);
}

static void test_vdso(struct selftest *st, struct finding *f)
{
    check_slope(st, f, "vdso:clock_gettime:monotonic");
}

static void test_syscall(struct selftest *st, struct finding *f)
{
    check_slope(st, f, "syscall:clock_gettime:monotonic");
}

const struct self_test self_timing[] = {{"canary", test_canary},
                                        {"empty block", test_empty},
                                        {"slope of control", test_control},
                                        {"slope of vdso", test_vdso},
                                        {"slope of syscall", test_syscall},
                                        {0}};
