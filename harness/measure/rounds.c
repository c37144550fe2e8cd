/* SPDX-License-Identifier: MIT */
#include "measure/rounds.h"

#include "measure/clock.h"
#include "measure/plan_time.h"
#include "measure/random.h"
#include "measure/schedule.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One launch: its workers, its random state, and how far it is. */
struct launch {
    struct plan *plan;
    const struct rounds_sink *sink;
    struct schedule schedule;
    unsigned number;
    uint64_t random;
    size_t *drawn; /* all cells, shuffled */
    bool refused;  /* by the sink: its error is no worker's, even where it is EPIPE */
};

static int sink_said(struct launch *l, int error)
{
    l->refused = error != 0;
    return error;
}

/* The block of a cell that comes after another's. */
static void draw_block(struct launch *l, size_t i, const struct plan_cell **before)
{
    const struct plan_cell *cell = &l->plan->cells[i];
    uint64_t stretched = schedule_stretch(&l->random, cell->n);
    uint64_t n = plan_is_empty(l->plan, cell) ? 1 : stretched;
    schedule_add(&l->schedule, (struct step){.cell = (uint32_t)i,
                                             .worker = cell->worker,
                                             .n = n,
                                             .warm = n * plan_settling(cell, *before)});
    *before = cell;
}

/* Random, but for short calls, which come one after the other, before or after the rest: only the
 * first of them has to settle. */
static int draw_round(struct launch *l)
{
    const struct plan_cell *cells = l->plan->cells, *before = NULL;
    bool first = random_next(&l->random) >> 63;
    random_order(&l->random, l->drawn, l->plan->size);
    int error = schedule_begin(&l->schedule, l->plan->size);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < l->plan->size; i++)
            if (cells[l->drawn[i]].live && plan_is_short(&cells[l->drawn[i]]) == (turn == first))
                draw_block(l, l->drawn[i], &before);
    return error;
}

/* A worker that was moved is replaced by one that pins itself again, if it may. */
static int do_round(struct launch *l, unsigned round)
{
    struct schedule *s = &l->schedule;
    int error = draw_round(l);
    if (!error)
        error = schedule_carry_out(s, (struct sample){.launch = l->number, .round = round});
    if (!error)
        error = sink_said(l, l->sink->round(l->sink->arg, l->number, round, s->samples, s->size));
    if (error || !s->moved)
        return error;
    l->plan->moved++;
    return schedule_start_all(s);
}

static bool is_recoverable(const struct launch *l, int error)
{
    return !l->refused && schedule_recoverable(error);
}

static int do_batch(struct launch *l, size_t i, uint64_t count)
{
    static uint64_t ticks[BATCH_BINS], counts[BATCH_BINS];
    const struct plan_cell *cell = &l->plan->cells[i];
    char request[PLAN_REQUEST];
    size_t size;
    snprintf(request, sizeof request, "batch %s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n\n",
             cell->name, cell->batch_n, count, cell->n * plan_settling(cell, NULL));
    struct worker *w = &l->schedule.workers[l->schedule.last = cell->worker];
    int error = worker_ask(w, request);
    if (!error)
        error = worker_read_batch(w, ticks, counts, &size);
    if (error || size == 0)
        return error;
    return sink_said(
        l, l->sink->batch(l->sink->arg, l->number, i, cell->batch_n, ticks, counts, size));
}

static int do_batches(struct launch *l, double seconds)
{
    double count = plan_batches(l->plan, seconds);
    int error = 0;
    if (count < 1)
        return 0;
    for (size_t i = 0; i < l->plan->size && !error && !plan_stopping(l->plan); i++)
        if (plan_has_batches(&l->plan->cells[i]))
            error = do_batch(l, i, (uint64_t)count);
    return error;
}

static void report_progress(const struct launch *l, double part)
{
    if (l->sink->progress)
        l->sink->progress(l->sink->arg, (l->number + fmin(part, 1)) / l->plan->launches, l->number);
}

/* Rounds until the number is reached or, without one, the time is up. */
static int do_rounds(struct launch *l, double begin, double end)
{
    const struct plan *plan = l->plan;
    double last = 0;
    unsigned still = 0;
    for (unsigned round = 0; plan->rounds ? round < plan->rounds : true; round++) {
        double now = clock_seconds();
        if (!plan->rounds && round >= PLAN_LEAST_ROUNDS && now >= end)
            break;
        if (plan_stopping(plan))
            return -EINTR;
        still = now == last ? still + 1 : 0;
        last = now;
        if (still > ROUNDS_STILL)
            return -ETIME;
        if (plan->rounds)
            report_progress(l, (double)round / plan->rounds);
        else /* the launches before may have taken this one's time too */
            report_progress(l, now < end ? (now - begin) / (end - begin) : 1);
        int error = do_round(l, round);
        if (is_recoverable(l, error))
            error = schedule_recover(&l->schedule, error);
        if (error)
            return error;
    }
    return 0;
}

static int do_usage(struct launch *l)
{
    struct worker_usage u;
    struct worker *first = &l->schedule.workers[l->schedule.last = 0];
    int error = worker_ask(first, "usage\n\n");
    if (!error)
        error = worker_read_usage(first, &u);
    return error ? error : sink_said(l, l->sink->launch(l->sink->arg, l->number, &u));
}

static int time_launch(struct launch *l, double seconds)
{
    double begin = clock_seconds();
    l->random = plan_launch_seed(l->plan, l->number) ^ l->plan->seed;
    l->schedule.launch = l->number;
    int error = schedule_start_all(&l->schedule);
    if (error)
        return error;
    error = do_batches(l, seconds);
    if (is_recoverable(l, error))
        error = schedule_recover(&l->schedule, error);
    if (!error)
        error = do_rounds(l, begin, begin + seconds);
    if (error)
        return error;
    error = do_usage(l);
    return is_recoverable(l, error) ? 0 : error; /* all that was timed is there */
}

static int time_launches(struct launch *l)
{
    const struct plan *plan = l->plan;
    double end = clock_seconds() + plan->seconds;
    int error = 0;
    for (; l->number < plan->launches && !error; l->number++) {
        double left = fmax(end - clock_seconds(), 0); /* none, where those before took it too */
        error = time_launch(l, left / (plan->launches - l->number));
        schedule_stop(&l->schedule);
    }
    return error;
}

int rounds_run(struct plan *plan, const struct rounds_sink *sink)
{
    struct launch l = {.plan = plan,
                       .sink = sink,
                       .schedule = {.plan = plan, .user = &plan_user},
                       .drawn = calloc(plan->size, sizeof *l.drawn)};
    int error = l.drawn ? plan_none_left(plan) : -ENOMEM;
    if (!error)
        error = time_launches(&l);
    schedule_free(&l.schedule);
    free(l.drawn);
    return error;
}
