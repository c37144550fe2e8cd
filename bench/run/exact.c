/* SPDX-License-Identifier: MIT */
#include "run/exact.h"

#include "matrix/work_names.h"
#include "measure/clock.h"
#include "measure/random.h"

#include <errno.h>
#include <stdlib.h>

/* Of each of the two lengths; a timer tick falls into 1 of 2000, a clock's carry into 1 of 10. */
enum { ROUNDS = 200, LENGTHS = 2, PAUSE_NS = 12000000 };

/* The control's call: three arguments, call, ret. */
enum { CONTROL = 5, LONG = 1000, TRIES = 9 };

/* Not inlined: two copies may differ by an instruction between the stamps. */
__attribute__((noinline)) static uint64_t ticks_of(const struct timebase *tb, const struct work *w,
                                                   uint64_t n)
{
    struct stamp start = timebase_start(tb);
    w->loop(w->arg, n);
    return timebase_stop(tb).ticks - start.ticks;
}

bool exact_possible(const struct timebase *tb)
{
    const char *reason;
    const struct work *control = work_find(WORK_CONTROL, &reason);
    int matches = 0;
    for (int i = 0; i < TRIES && control; i++)
        matches += ticks_of(tb, control, LONG + 1) - ticks_of(tb, control, 1) ==
                   LONG * (CONTROL + LOOP_TURN);
    return matches > TRIES / 2;
}

static void time_block(const struct plan *plan, size_t cell, unsigned round, unsigned slot,
                       struct sample *out)
{
    const char *reason;
    const struct timebase *tb = &plan->timebase;
    const struct work *w = work_find(plan->cells[cell].name, &reason);
    uint64_t n = 1 + round % LENGTHS;
    w->loop(w->arg, 1);
    struct stamp start = timebase_start(tb);
    w->loop(w->arg, n);
    struct stamp stop = timebase_stop(tb);
    *out = (struct sample){.cell = (uint32_t)cell,
                           .round = round,
                           .slot = slot,
                           .cpu = stop.cpu,
                           .start = start.ticks,
                           .n = n,
                           .ticks = stop.ticks - start.ticks};
}

static size_t time_round(const struct plan *plan, size_t cells, unsigned round, uint64_t *random,
                         size_t *order, struct sample *samples)
{
    size_t size = 0;
    random_order(random, order, cells);
    for (size_t i = 0; i < cells; i++)
        if (plan->cells[order[i]].live) {
            time_block(plan, order[i], round, (unsigned)size, &samples[size]);
            size++;
        }
    return size;
}

/* A clock's carry (timespec64_add_ns, include/linux/time64.h) follows the phase of the second: the
 * rounds have to lie over more than one, and the two that are compared
 * (exact_counts) in the same moment of it. An idle icount guest skips the time at once. */
static void let_time_pass(unsigned round)
{
    if (round % LENGTHS == 0)
        clock_sleep(PAUSE_NS);
}

int exact_measure(const struct run_request *r, const struct plan *plan,
                  const struct rounds_sink *sink)
{
    unsigned rounds = r->rounds ? r->rounds : LENGTHS * ROUNDS;
    uint64_t random = r->seed;
    int error = 0;
    size_t *order = calloc(r->cells_size, sizeof *order);
    struct sample *samples = calloc(r->cells_size, sizeof *samples);
    if (!order || !samples)
        error = -ENOMEM;
    for (unsigned round = 0; round < rounds && !error; round++) {
        let_time_pass(round);
        size_t size = time_round(plan, r->cells_size, round, &random, order, samples);
        error = sink->round(sink->arg, 0, round, samples, size);
        if (!error && *r->stop)
            error = -EINTR;
    }
    free(order);
    free(samples);
    return error;
}
