/* SPDX-License-Identifier: MIT */
#include "measure/plan_calibrate.h"

#include "measure/clock.h"
#include "measure/schedule.h"

#include <errno.h>
#include <math.h>

enum {
    FIRST_N = 16,
    LAST_N = 1 << 28,
    TRIES = 3,
    BATCH_QUANTA = 50,  /* a batch is timed to 2 % of itself at the worst */
    BATCH_EMPTIES = 10, /* and mostly does its work: reading the raw clock may take 1 us */
};

/* One block, and the seconds besides, where nothing has to settle before it. The first in a worker
 * takes longer: the work is made ready. */
static int time_block(struct schedule *s, struct plan_cell *cell, uint64_t n, uint64_t *ticks)
{
    struct sample one = {0};
    double begin = clock_seconds();
    int error = schedule_block(s, cell->worker, cell->name, n, &one);
    double besides = fmax(clock_seconds() - begin - (double)one.ticks / s->plan->hz, 0);
    *ticks = one.ticks;
    if (cell->readying <= 0)
        cell->readying = besides;
    else if (n < PLAN_SHORT_CALLS)
        cell->asking = cell->asking > 0 ? fmin(cell->asking, besides) : besides;
    return error;
}

/* The least of a few blocks: one alone may have been interrupted. */
static int least_block(struct schedule *s, struct plan_cell *cell, uint64_t n, uint64_t *ticks)
{
    uint64_t one;
    *ticks = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        int error = time_block(s, cell, n, &one);
        if (error)
            return error;
        *ticks = one < *ticks ? one : *ticks;
    }
    return 0;
}

/* The shortest batch, in ticks. */
static int batch_ticks(struct schedule *s, uint64_t *ticks)
{
    struct plan *plan = s->plan;
    uint64_t empty = 0, quanta = BATCH_QUANTA * plan->timebase.quantum;
    struct plan_cell none = {.name = plan->empty};
    int error = least_block(s, &none, 1, &empty);
    *ticks = (uint64_t)(plan->hz * (double)PLAN_BATCH_NS / 1e9);
    if (*ticks < quanta)
        *ticks = quanta;
    if (*ticks < BATCH_EMPTIES * empty)
        *ticks = BATCH_EMPTIES * empty;
    plan->batch_seconds = (double)*ticks / plan->hz;
    return error;
}

/* A block of single calls takes longer than it says, for what is done between them; the first also
 * makes the work ready. */
static int time_singles(struct schedule *s, struct plan_cell *cell)
{
    double seconds[2];
    struct sample one;
    for (int i = 0; i < 2; i++) {
        double begin = clock_seconds();
        int error = schedule_block(s, cell->worker, cell->name, cell->single, &one);
        if (error)
            return error;
        seconds[i] = clock_seconds() - begin;
    }
    cell->n = cell->single;
    cell->ticks = seconds[1] * s->plan->hz;
    cell->readying = fmax(seconds[0] - seconds[1], 0);
    return 0;
}

/* Doubles n until a block is a quarter of the wanted length, then scales. */
static int calibrate_cell(struct schedule *s, struct plan_cell *cell, uint64_t block,
                          uint64_t batch)
{
    uint64_t ticks;
    if (cell->single)
        return time_singles(s, cell);
    for (uint64_t n = FIRST_N; n <= LAST_N; n *= 2) {
        int error = least_block(s, cell, n, &ticks);
        if (error)
            return error;
        double each = (double)ticks / (double)n;
        if (ticks < block / 4 && n < LAST_N)
            continue;
        cell->n = (uint64_t)ceil((double)block / each);
        cell->batch_n = (uint64_t)ceil((double)batch / each);
        cell->ticks = each * (double)cell->n;
        cell->readying = fmax(cell->readying - cell->asking, 0);
        return 0;
    }
    return 0;
}

/* Once more where its worker died and the cell is not at fault. */
static int calibrate_or_bury(struct schedule *s, size_t i, const uint64_t lengths[2])
{
    struct plan_cell *cell = &s->plan->cells[i];
    int error = calibrate_cell(s, cell, lengths[0], lengths[1]);
    if (error == -EPIPE) {
        error = schedule_start(s, cell->worker);
        if (!error)
            error = schedule_try_cell(s, cell->worker, i);
        if (error || !cell->live)
            return schedule_leave(s, cell->worker, error);
        error = calibrate_cell(s, cell, lengths[0], lengths[1]);
    }
    if (!error || error == -EINTR)
        return error;
    return schedule_leave(s, cell->worker, schedule_bury(s, cell->worker, i, error));
}

int plan_calibrate(struct plan *plan)
{
    struct schedule s = {.plan = plan, .launch = plan->launches, .user = &plan_user};
    uint64_t lengths[2] = {timebase_min_block(&plan->timebase, plan->hz)};
    double begin = clock_seconds();
    int error = schedule_start_all(&s);
    plan->starting = clock_seconds() - begin;
    if (!error)
        error = batch_ticks(&s, &lengths[1]);
    for (size_t i = 0; i < plan->size && !error; i++) {
        struct plan_cell *cell = &plan->cells[i];
        if (plan_is_empty(plan, cell))
            cell->n = cell->batch_n = 1;
        else if (cell->live)
            error = calibrate_or_bury(&s, i, lengths);
    }
    begin = clock_seconds();
    schedule_stop(&s);
    plan->starting += clock_seconds() - begin;
    schedule_free(&s);
    return error;
}
