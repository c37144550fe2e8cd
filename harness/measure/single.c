/* SPDX-License-Identifier: MIT */
#include "measure/single.h"

#include "measure/timebase.h"

#include <stddef.h>
#include <stdlib.h>

static int compare_ticks(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double mean_of_middle(uint64_t *ticks, size_t size)
{
    size_t quarter = size / 4;
    double sum = 0;
    qsort(ticks, size, sizeof *ticks, compare_ticks);
    for (size_t i = quarter; i < size - quarter; i++)
        sum += (double)ticks[i];
    return sum / (double)(size - 2 * quarter);
}

/* Not inlined: with and without a call the same instructions are run. */
NOT_INSTRUMENTED __attribute__((noinline)) static uint64_t
time_once(const struct timebase *tb, const struct work *w, uint64_t calls)
{
    w->clear(w->arg);
    struct stamp start = timebase_start(tb);
    w->loop(w->arg, calls);
    return timebase_stop(tb).ticks - start.ticks;
}

/* The kernel's clock is read by code and data that a call may use too, which its first stamp would
 * make warm: stamps are of the TSC then, and what one of its ticks is on that clock is seen over
 * all calls. */
uint64_t single_ticks(const struct timebase *tb, const struct work *w, uint64_t n)
{
    uint64_t with[SINGLE_MOST], without[SINGLE_MOST];
    size_t size = n < SINGLE_MOST ? (size_t)n : SINGLE_MOST;
    struct timebase tsc = *tb;
    if (tb->kind == TIMEBASE_RAW)
        tsc.kind = TIMEBASE_TSC;
    if (!size)
        return 0;
    uint64_t from = timebase_stop(tb).ticks, from_tsc = timebase_stop(&tsc).ticks;
    for (size_t i = 0; i < size; i++) {
        without[i] = time_once(&tsc, w, 0);
        with[i] = time_once(&tsc, w, 1);
    }
    double took = (double)(timebase_stop(tb).ticks - from);
    double took_tsc = (double)(timebase_stop(&tsc).ticks - from_tsc);
    double scale = tb->kind == TIMEBASE_RAW ? took / took_tsc : 1;
    double each = scale * (mean_of_middle(with, size) - mean_of_middle(without, size));
    return each > 0 ? (uint64_t)(each * (double)n + 0.5) : 0;
}
