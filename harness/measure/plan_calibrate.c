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

/* The least of a few blocks: one alone may have been interrupted. */
static int least_block(struct schedule *s, unsigned worker, const char *name, uint64_t n,
                       uint64_t *ticks)
{
    struct sample one = {0};
    *ticks = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        int error = schedule_block(s, worker, name, n, &one);
        if (error)
            return error;
        *ticks = one.ticks < *ticks ? one.ticks : *ticks;
    }
    return 0;
}

/* The shortest batch, in ticks. */
static int batch_ticks(struct schedule *s, uint64_t *ticks)
{
    struct plan *plan = s->plan;
    uint64_t empty = 0, quanta = BATCH_QUANTA * plan->timebase.quantum;
    int error = least_block(s, 0, plan->empty, 1, &empty);
    *ticks = (uint64_t)(plan->hz * (double)PLAN_BATCH_NS / 1e9);
    if (*ticks < quanta)
        *ticks = quanta;
    if (*ticks < BATCH_EMPTIES * empty)
        *ticks = BATCH_EMPTIES * empty;
    plan->batch_seconds = (double)*ticks / plan->hz;
    return error;
}

/* A block of single calls takes longer than it says, for what is done between them. */
static int time_singles(struct schedule *s, struct plan_cell *cell)
{
    struct sample one;
    double begin = clock_seconds();
    int error = schedule_block(s, cell->worker, cell->name, cell->single, &one);
    cell->n = cell->single;
    cell->ticks = (clock_seconds() - begin) * s->plan->hz;
    return error;
}

/* Doubles n until a block is a quarter of the wanted length, then scales. */
static int calibrate_cell(struct schedule *s, struct plan_cell *cell, uint64_t block,
                          uint64_t batch)
{
    uint64_t ticks;
    if (cell->single)
        return time_singles(s, cell);
    for (uint64_t n = FIRST_N; n <= LAST_N; n *= 2) {
        int error = least_block(s, cell->worker, cell->name, n, &ticks);
        if (error)
            return error;
        double each = (double)ticks / (double)n;
        if (ticks < block / 4 && n < LAST_N)
            continue;
        cell->n = (uint64_t)ceil((double)block / each);
        cell->batch_n = (uint64_t)ceil((double)batch / each);
        cell->ticks = each * (double)cell->n;
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
    int error = schedule_start_all(&s);
    if (!error)
        error = batch_ticks(&s, &lengths[1]);
    for (size_t i = 0; i < plan->size && !error; i++) {
        struct plan_cell *cell = &plan->cells[i];
        if (plan_is_empty(plan, cell))
            cell->n = cell->batch_n = 1;
        else if (cell->live)
            error = calibrate_or_bury(&s, i, lengths);
    }
    schedule_stop(&s);
    schedule_free(&s);
    return error;
}
