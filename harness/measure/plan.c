/* SPDX-License-Identifier: MIT */
#include "measure/plan.h"

#include "measure/random.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    FIRST_N = 16,
    UNTIMED_N = 1000, /* repetitions to be counted, of a cell that has no block */
    LAST_N = 1 << 28,
    TRIES = 3,
    BATCH_QUANTA = 50,  /* a batch is timed to 2 % of itself at the worst */
    BATCH_EMPTIES = 10, /* and mostly does its work: reading the raw clock may take 1 us */
};

bool plan_stopping(const struct plan *plan)
{
    return plan->stop && *plan->stop;
}

uint64_t plan_launch_seed(const struct plan *plan, unsigned launch)
{
    uint64_t state = plan->seed + launch;
    return random_next(&state);
}

bool plan_moved(const struct plan *plan, const struct sample *s)
{
    return plan->worker.cpu != WORKER_ANY_CPU && s->cpu != STAMP_NO_CPU &&
           s->cpu != (uint32_t)plan->worker.cpu;
}

bool plan_alive(const struct plan *plan)
{
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live && !plan->cells[i].aid)
            return true;
    return false;
}

int plan_start_worker(struct plan *plan, const struct worker_options *o, struct worker *w)
{
    struct sample s;
    w->stop = plan->stop;
    int error = worker_start(w, o);
    if (!error)
        error = plan_ask_block(w, plan->empty, 1, &s);
    if (!error && plan_moved(plan, &s)) {
        snprintf(w->message, sizeof w->message, "a worker for CPU %d was found on CPU %u", o->cpu,
                 s.cpu);
        error = -ENODEV;
    }
    if (error)
        worker_say_end(w, error, worker_stop(w));
    return error;
}

int plan_start(struct plan *plan, unsigned launch, struct worker *w)
{
    struct worker_options o = plan->worker;
    o.layout_seed = plan_launch_seed(plan, launch);
    *plan->why = '\0';
    for (int i = 0; i < TRIES; i++) {
        int error = plan_start_worker(plan, &o, w);
        if (!error || error == -EINTR)
            return error;
        snprintf(plan->why, sizeof plan->why, "%s", w->message);
        if (error != -EPIPE)
            return -ENODEV;
    }
    return -ENODEV;
}

void plan_bury(struct plan_cell *cell, struct worker *w, int error, int status)
{
    worker_say_end(w, error, status);
    cell->live = false;
    snprintf(cell->reason, sizeof cell->reason, "%s", w->message);
}

int plan_try(struct plan *plan, unsigned launch, struct plan_cell *cell, struct worker *w)
{
    struct sample s;
    for (int i = 1;; i++) {
        int error = plan_ask_block(w, cell->name, cell->n ? cell->n : FIRST_N, &s);
        if (!error || error == -EINTR)
            return error;
        int status = error == -EREMOTEIO ? 0 : worker_stop(w);
        if (i == TRIES || error != -EPIPE)
            plan_bury(cell, w, error, status);
        if (!w->pid && (error = plan_start(plan, launch, w)))
            return error;
        if (!cell->live)
            return 0;
    }
}

bool plan_is_short(const struct plan_cell *cell)
{
    return cell->n >= PLAN_SHORT_CALLS;
}

/* For a millisecond after it worked in the kernel a Zen 5 core takes up to 1.8 times as long for
 * calls of 2 ns. */
uint64_t plan_settling(const struct plan_cell *cell, const struct plan_cell *before)
{
    bool settles = cell->slow || (plan_is_short(cell) && !(before && plan_is_short(before)));
    return settles ? PLAN_SETTLING : 0;
}

int plan_ask_block(struct worker *w, const char *name, uint64_t n, struct sample *s)
{
    const struct plan_cell cell = {.n = n};
    char request[PLAN_REQUEST];
    snprintf(request, sizeof request, "block %s %" PRIu64 " %" PRIu64 "\n\n", name, n,
             n * plan_settling(&cell, NULL));
    int error = worker_ask(w, request);
    return error && error != -EPIPE ? error : worker_read_block(w, s); /* it may have said why */
}

/* The least of a few blocks: one alone may have been interrupted. */
static int least_block(struct worker *w, const char *name, uint64_t n, uint64_t *ticks)
{
    struct sample s = {0};
    *ticks = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        int error = plan_ask_block(w, name, n, &s);
        if (error)
            return error;
        *ticks = s.ticks < *ticks ? s.ticks : *ticks;
    }
    return 0;
}

/* The shortest batch, in ticks. */
static int batch_ticks(struct worker *w, struct plan *plan, uint64_t *ticks)
{
    uint64_t empty = 0, quanta = BATCH_QUANTA * plan->timebase.quantum;
    int error = least_block(w, plan->empty, 1, &empty);
    *ticks = (uint64_t)(plan->hz * (double)PLAN_BATCH_NS / 1e9);
    if (*ticks < quanta)
        *ticks = quanta;
    if (*ticks < BATCH_EMPTIES * empty)
        *ticks = BATCH_EMPTIES * empty;
    plan->batch_seconds = (double)*ticks / plan->hz;
    return error;
}

/* Doubles n until a block is a quarter of the wanted length, then scales. */
static int calibrate_cell(struct worker *w, struct plan_cell *cell, uint64_t block, uint64_t batch)
{
    uint64_t ticks;
    for (uint64_t n = FIRST_N; n <= LAST_N; n *= 2) {
        int error = least_block(w, cell->name, n, &ticks);
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

bool plan_is_empty(const struct plan *plan, const struct plan_cell *cell)
{
    return strcmp(cell->name, plan->empty) == 0;
}

/* Once more where its worker died and the cell is not at fault. */
static int calibrate_or_bury(struct plan *plan, struct plan_cell *cell, struct worker *w,
                             const uint64_t lengths[2])
{
    int error = calibrate_cell(w, cell, lengths[0], lengths[1]);
    if (!error || error == -EINTR)
        return error;
    if (error == -EPIPE) {
        worker_stop(w);
        error = plan_start(plan, plan->launches, w);
        if (!error)
            error = plan_try(plan, plan->launches, cell, w);
        if (error || !cell->live)
            return error;
        error = calibrate_cell(w, cell, lengths[0], lengths[1]);
        if (!error || error == -EINTR)
            return error;
    }
    bool alive = error == -EREMOTEIO;
    plan_bury(cell, w, error, alive ? 0 : worker_stop(w));
    return alive ? 0 : plan_start(plan, plan->launches, w);
}

int plan_calibrate(struct plan *plan)
{
    struct worker w = {0};
    uint64_t lengths[2] = {timebase_min_block(&plan->timebase, plan->hz)};
    int error = plan_start(plan, plan->launches, &w);
    if (!error)
        error = batch_ticks(&w, plan, &lengths[1]);
    for (size_t i = 0; i < plan->size && !error; i++) {
        struct plan_cell *cell = &plan->cells[i];
        if (plan_is_empty(plan, cell))
            cell->n = cell->batch_n = 1;
        else if (cell->live)
            error = calibrate_or_bury(plan, cell, &w, lengths);
    }
    worker_stop(&w);
    return error;
}

bool plan_counts(const struct plan_cell *cell)
{
    return cell->counted && (cell->live || cell->unfit);
}

static int count_cell(struct worker *w, const struct plan_cell *cell, const char *kind,
                      const char *const *names, size_t size, uint64_t n, double *per_call)
{
    char request[4096];
    int at = snprintf(request, sizeof request, "count %s %" PRIu64 " %s", cell->name,
                      n         ? n
                      : cell->n ? cell->n
                                : UNTIMED_N,
                      kind);
    for (size_t i = 0; i < size && at < (int)sizeof request; i++)
        at += snprintf(request + at, sizeof request - (size_t)at, " %s", names[i]);
    if (at + 2 >= (int)sizeof request)
        return -E2BIG;
    strcat(request, "\n\n");
    int error = worker_ask(w, request);
    return error ? error : worker_read_count(w, per_call, size);
}

const char *plan_count(struct plan *plan, const char *kind, const char *const *names, size_t size,
                       uint64_t n, double *per_call)
{
    static char reason[WORKER_MESSAGE + 16];
    struct worker w = {0};
    bool counted = false;
    int error = plan_start(plan, plan->launches, &w);
    snprintf(reason, sizeof reason, "no worker: %s", *plan->why ? plan->why : strerror(-error));
    for (size_t i = 0; i < plan->size * size; i++)
        per_call[i] = NAN;
    for (size_t i = 0; i < plan->size && !error && !plan_stopping(plan); i++) {
        if (!plan_counts(&plan->cells[i]))
            continue;
        error = count_cell(&w, &plan->cells[i], kind, names, size, n, per_call + i * size);
        counted |= !error;
        if (error == -EREMOTEIO) {
            snprintf(reason, sizeof reason, "%s", w.message);
            error = 0;
        } else if (error) {
            snprintf(reason, sizeof reason, "counting %s: %s", plan->cells[i].name,
                     strerror(-error));
        }
    }
    worker_stop(&w);
    return counted ? NULL : reason;
}
