/* SPDX-License-Identifier: MIT */
#include "measure/rounds.h"

#include "measure/clock.h"
#include "measure/random.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCHES_LEAST = 100, /* of a cell in one launch */
    BATCHES_MOST = 4000,
    BATCHES_GRACE = 1,  /* seconds beyond a launch's that the least of them may take */
    STILL_ROUNDS = 1000 /* without a step of the clock: of 100 us a block, ten times its longest */
};

/* Of a launch's time, what goes to batches, and by how much a block is stretched at random. */
static const double batch_share = 0.15, stretch = 0.2;

/* One launch: a worker, its random state, and how far it is. */
struct launch {
    struct plan *plan;
    const struct rounds_sink *sink;
    struct worker worker;
    unsigned number;
    uint64_t random;
    size_t *drawn; /* all cells, shuffled */
    size_t *order; /* live cells in this round's order */
    size_t live;
    struct sample *samples;
    char *requests;
    bool moved;   /* in this round a block was timed on another CPU */
    bool refused; /* by the sink: its error is no worker's, even where it is EPIPE */
};

static int sink_said(struct launch *l, int error)
{
    l->refused = error != 0;
    return error;
}

/* Random, but for short calls, which come one after the other, before or after the rest: only the
 * first of them has to settle. */
static void draw_order(struct launch *l)
{
    const struct plan_cell *cells = l->plan->cells;
    bool first = random_next(&l->random) >> 63;
    size_t *drawn = l->drawn;
    random_order(&l->random, drawn, l->plan->size);
    l->live = 0;
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < l->plan->size; i++)
            if (cells[drawn[i]].live && plan_is_short(&cells[drawn[i]]) == (turn == first))
                l->order[l->live++] = drawn[i];
}

static uint64_t stretched(struct launch *l, const struct plan_cell *cell)
{
    double by = (double)(random_next(&l->random) >> 11) * 0x1p-53 * stretch;
    return plan_is_empty(l->plan, cell) ? 1 : (uint64_t)((double)cell->n * (1 + by));
}

/* All of a round's requests in one message, so that this process sleeps while the worker works. */
static int ask_round(struct launch *l)
{
    size_t at = 0;
    const struct plan_cell *before = NULL;
    for (size_t i = 0; i < l->live; i++) {
        const struct plan_cell *cell = &l->plan->cells[l->order[i]];
        uint64_t n = stretched(l, cell);
        at += (size_t)snprintf(l->requests + at, PLAN_REQUEST, "block %s %" PRIu64 " %" PRIu64 "\n",
                               cell->name, n, n * plan_settling(cell, before));
        before = cell;
    }
    strcpy(l->requests + at, "\n");
    return worker_ask(&l->worker, l->requests);
}

/* The answers of a round. */
static int read_round(struct launch *l, unsigned round)
{
    int error = 0;
    l->moved = false;
    for (size_t at = 0; at < l->live && !error; at++) {
        struct sample *s = &l->samples[at];
        *s = (struct sample){.cell = (uint32_t)l->order[at],
                             .launch = l->number,
                             .round = round,
                             .slot = (uint32_t)at};
        error = worker_read_block(&l->worker, s);
        l->moved = l->moved || plan_moved(l->plan, s);
    }
    return error;
}

/* A worker that was moved is replaced by one that pins itself again, if it may. */
static int come_back(struct launch *l)
{
    l->plan->moved++;
    worker_stop(&l->worker);
    return plan_start(l->plan, l->number, &l->worker);
}

static int do_round(struct launch *l, unsigned round)
{
    draw_order(l);
    int error = ask_round(l);
    if (!error)
        error = read_round(l, round);
    if (!error)
        error = sink_said(l, l->sink->round(l->sink->arg, l->number, round, l->samples, l->live));
    return !error && l->moved ? come_back(l) : error;
}

static bool recoverable(const struct launch *l, int error)
{
    return !l->refused &&
           (error == -EPIPE || error == -EREMOTEIO || error == -ETIMEDOUT || error == -EPROTO);
}

static int none_left(struct plan *plan)
{
    if (plan_alive(plan))
        return 0;
    snprintf(plan->why, sizeof plan->why, "no cell is left that can be measured");
    return -ECHILD;
}

/* A worker that died is replaced, and one dead launch does not end the run: the answers of a whole
 * round are lost with it, so which cell it was is found by asking one at a time. */
static int find_culprit(struct launch *l, int error)
{
    struct plan *plan = l->plan;
    worker_say_end(&l->worker, error, worker_stop(&l->worker));
    snprintf(plan->loss, sizeof plan->loss, "%s", l->worker.message);
    if (error == -EINTR || (error = plan_start(plan, l->number, &l->worker)))
        return error;
    for (size_t i = 0; i < plan->size && !error; i++) {
        if (!plan->cells[i].live)
            continue;
        error = plan_try(plan, l->number, &plan->cells[i], &l->worker);
        if (!plan->cells[i].live)
            return error ? error : none_left(plan);
    }
    plan->lost += !error;
    return error;
}

static int do_batch(struct launch *l, size_t i, uint64_t count)
{
    static uint64_t ticks[BATCH_BINS], counts[BATCH_BINS];
    const struct plan_cell *cell = &l->plan->cells[i];
    char request[PLAN_REQUEST];
    size_t size;
    snprintf(request, sizeof request, "batch %s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n\n",
             cell->name, cell->batch_n, count, cell->n * plan_settling(cell, NULL));
    int error = worker_ask(&l->worker, request);
    if (!error)
        error = worker_read_batch(&l->worker, ticks, counts, &size);
    if (error || size == 0)
        return error;
    return sink_said(
        l, l->sink->batch(l->sink->arg, l->number, i, cell->batch_n, ticks, counts, size));
}

/* As many batches of a cell as fit into the share of the launch's time; where the least would take
 * the whole of that, none. */
static double batches_of(const struct launch *l, double seconds)
{
    size_t cells = 0;
    for (size_t i = 0; i < l->plan->size; i++)
        cells += l->plan->cells[i].live && l->plan->cells[i].counted;
    double each = fmax(1.5 * (double)PLAN_BATCH_NS / 1e9, l->plan->batch_seconds) * (double)cells;
    if (!cells || (double)BATCHES_LEAST * each > (double)BATCHES_GRACE + seconds)
        return 0;
    return fmin(fmax(seconds * batch_share / each, BATCHES_LEAST), BATCHES_MOST);
}

static int do_batches(struct launch *l, double seconds)
{
    double count = batches_of(l, seconds);
    int error = 0;
    if (count < 1)
        return 0;
    for (size_t i = 0; i < l->plan->size && !error && !plan_stopping(l->plan); i++)
        if (l->plan->cells[i].live && l->plan->cells[i].counted)
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
        if (still > STILL_ROUNDS)
            return -ETIME;
        report_progress(l, plan->rounds ? (double)round / plan->rounds
                                        : (now - begin) / (end - begin));
        int error = do_round(l, round);
        if (recoverable(l, error))
            error = find_culprit(l, error);
        if (error)
            return error;
    }
    return 0;
}

static int do_usage(struct launch *l)
{
    struct worker_usage u;
    int error = worker_ask(&l->worker, "usage\n\n");
    if (!error)
        error = worker_read_usage(&l->worker, &u);
    return error ? error : sink_said(l, l->sink->launch(l->sink->arg, l->number, &u));
}

static int launch_once(struct launch *l, double seconds)
{
    double begin = clock_seconds();
    l->random = plan_launch_seed(l->plan, l->number) ^ l->plan->seed;
    int error = plan_start(l->plan, l->number, &l->worker);
    if (!error)
        error = do_batches(l, seconds);
    if (recoverable(l, error))
        error = find_culprit(l, error);
    if (!error)
        error = do_rounds(l, begin, begin + seconds);
    if (!error) {
        error = do_usage(l);
        error = recoverable(l, error) ? 0 : error; /* all that was timed is there */
    }
    worker_stop(&l->worker);
    return error;
}

static int launch_all(struct launch *l)
{
    const struct plan *plan = l->plan;
    double end = clock_seconds() + plan->seconds;
    int error = 0;
    for (; l->number < plan->launches && !error; l->number++)
        error = launch_once(l, (end - clock_seconds()) / (plan->launches - l->number));
    return error;
}

int rounds_run(struct plan *plan, const struct rounds_sink *sink)
{
    struct launch l = {.plan = plan,
                       .sink = sink,
                       .drawn = calloc(plan->size, sizeof *l.drawn),
                       .order = calloc(plan->size, sizeof *l.order),
                       .samples = calloc(plan->size, sizeof *l.samples),
                       .requests = malloc(plan->size * PLAN_REQUEST + 2)};
    int error = l.drawn && l.order && l.samples && l.requests ? none_left(plan) : -ENOMEM;
    if (!error)
        error = launch_all(&l);
    free(l.drawn);
    free(l.order);
    free(l.samples);
    free(l.requests);
    return error;
}
