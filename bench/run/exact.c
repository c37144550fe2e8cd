/* SPDX-License-Identifier: MIT */
#include "run/exact.h"

#include "matrix/work_names.h"
#include "measure/clock.h"
#include "measure/random.h"
#include "measure/schedule.h"

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

/* One block of each cell of a worker, in that order. */
static void add_blocks(struct schedule *s, unsigned worker, const size_t *order, size_t cells,
                       uint64_t n)
{
    for (size_t i = 0; i < cells; i++)
        if (s->plan->cells[order[i]].live && s->plan->cells[order[i]].worker == worker)
            schedule_add(s, (struct step){.cell = (uint32_t)order[i], .worker = worker, .n = n});
}

/* Worker by worker: each is asked once. */
static int time_round(struct schedule *s, size_t cells, unsigned round, uint64_t *random,
                      size_t *order)
{
    int error = schedule_begin(s, cells);
    random_order(random, order, cells);
    for (unsigned worker = 0; worker <= s->plan->workers && !error; worker++)
        add_blocks(s, worker, order, cells, 1 + round % LENGTHS);
    return error ? error : schedule_carry_out(s, (struct sample){.round = round});
}

/* A clock's carry (timespec64_add_ns, include/linux/time64.h) follows the phase of the second: the
 * rounds have to lie over more than one, and the two that are compared
 * (exact_counts) in the same moment of it. An idle icount guest skips the time at once. */
static void let_time_pass(unsigned round)
{
    if (round % LENGTHS == 0)
        clock_sleep(PAUSE_NS);
}

static int time_rounds(struct schedule *s, const struct run_request *r, size_t *order,
                       const struct rounds_sink *sink)
{
    unsigned rounds = r->rounds ? r->rounds : LENGTHS * ROUNDS;
    uint64_t random = r->seed;
    int error = 0;
    for (unsigned round = 0; round < rounds && !error; round++) {
        let_time_pass(round);
        error = time_round(s, r->cells_size, round, &random, order);
        if (schedule_recoverable(error)) {
            error = schedule_recover(s, error);
            continue;
        }
        if (!error)
            error = sink->round(sink->arg, 0, round, s->samples, s->size);
        if (!error && *r->stop)
            error = -EINTR;
    }
    return error;
}

int exact_measure(const struct run_request *r, struct plan *plan, const struct rounds_sink *sink)
{
    struct schedule s = {.plan = plan, .user = &plan_user};
    size_t *order = calloc(r->cells_size, sizeof *order);
    int error = order ? schedule_start_all(&s) : -ENOMEM;
    if (!error)
        error = time_rounds(&s, r, order, sink);
    schedule_stop(&s);
    schedule_free(&s);
    free(order);
    return error;
}
