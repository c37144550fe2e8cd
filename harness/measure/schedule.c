/* SPDX-License-Identifier: MIT */
#include "measure/schedule.h"

#include "measure/random.h"
#include "measure/worker_start.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRIES = 3, FIRST_N = 16 };

/* By how much a block is stretched at random. */
static const double stretch = 0.2;

static void choose_layout(struct schedule *s, unsigned worker, struct worker_options *o)
{
    const struct plan_program *program = s->plan->programs[worker];
    o->place = s->plan->places[worker];
    if (program) {
        o->program = program->path;
        o->image = program->image;
    }
    o->layout_seed = plan_launch_seed(s->plan, s->launch);
}

static const char *name_work(const struct schedule *s, unsigned worker, size_t cell)
{
    const struct plan_cell *c = &s->plan->cells[cell];
    return c->live && c->worker == worker ? c->name : NULL;
}

static void keep_loss(struct schedule *s, unsigned worker)
{
    text_say(s->plan->loss, sizeof s->plan->loss, "%s", s->workers[worker].message);
}

static int bury_in_plan(struct schedule *s, unsigned worker, size_t cell)
{
    plan_bury(&s->plan->cells[cell], s->workers[worker].message);
    return 0;
}

const struct schedule_user plan_user = {
    .choose = choose_layout, .work = name_work, .lost = keep_loss, .bury = bury_in_plan};

/* Once; on an error there is no worker. */
static int start_worker(struct schedule *s, unsigned worker)
{
    struct worker *w = &s->workers[worker];
    struct worker_options o = s->plan->worker;
    struct sample one;
    s->user->choose(s, worker, &o);
    w->stop = s->plan->stop;
    int error = worker_start(w, &o);
    if (!error) {
        error = schedule_block(s, worker, s->plan->empty, 1, &one);
        error = error != -EINTR && worker_confirm(w, &o) ? -ESTALE : error;
    }
    if (!error && plan_moved(s->plan, &one)) {
        text_say(w->message, sizeof w->message, "a worker for CPU %d was found on CPU %u", o.cpu,
                 one.cpu);
        error = -ENODEV;
    }
    if (error)
        worker_say_end(w, error, worker_stop(w));
    return error;
}

int schedule_start(struct schedule *s, unsigned worker)
{
    struct plan *plan = s->plan;
    if (!s->workers && !(s->workers = calloc(SCHEDULE_WORKERS, sizeof *s->workers)))
        return -ENOMEM;
    worker_stop(&s->workers[worker]);
    s->last = worker;
    *plan->why = '\0';
    for (int i = 1;; i++) {
        int error = start_worker(s, worker);
        if (!error || error == -EINTR)
            return error;
        text_say(plan->why, sizeof plan->why, "%s", s->workers[worker].message);
        if (error != -EPIPE)
            return -ENODEV;
        if (i == TRIES)
            return error;
        s->user->lost(s, worker);
    }
}

int schedule_start_all(struct schedule *s)
{
    int error = 0;
    for (unsigned w = 0; w <= s->plan->workers && !error; w++)
        if (plan_needs(s->plan, w))
            error = schedule_leave(s, w, schedule_start(s, w));
    return error;
}

bool schedule_leaves(unsigned worker, int error)
{
    return worker > 0 && (error == -ENODEV || error == -EPIPE);
}

int schedule_leave(struct schedule *s, unsigned worker, int error)
{
    if (!schedule_leaves(worker, error))
        return error;
    error = 0;
    for (size_t i = 0; i < s->plan->size && !error; i++)
        if (s->user->work(s, worker, i))
            error = s->user->bury(s, worker, i);
    *s->plan->why = '\0';
    return error;
}

void schedule_stop(struct schedule *s)
{
    for (size_t i = 0; s->workers && i < SCHEDULE_WORKERS; i++)
        worker_stop(&s->workers[i]);
}

static void free_steps(struct schedule *s)
{
    free(s->steps);
    free(s->samples);
    free(s->requests);
    s->steps = NULL;
    s->samples = NULL;
    s->requests = NULL;
    s->size = s->room = 0;
}

void schedule_free(struct schedule *s)
{
    free_steps(s);
    free(s->workers);
    s->workers = NULL;
}

int schedule_block(struct schedule *s, unsigned worker, const char *work, uint64_t n,
                   struct sample *one)
{
    struct worker *w = &s->workers[s->last = worker];
    const struct plan_cell cell = {.n = n};
    char request[PLAN_REQUEST];
    snprintf(request, sizeof request, "block %s %" PRIu64 " %" PRIu64 "\n\n", work, n,
             n * plan_settling(&cell, NULL));
    int error = worker_ask(w, request);
    return error && error != -EPIPE ? error : worker_read_block(w, one); /* it may have said why */
}

uint64_t schedule_stretch(uint64_t *random, uint64_t n)
{
    double by = (double)(random_next(random) >> 11) * 0x1p-53 * stretch;
    return (uint64_t)((double)n * (1 + by));
}

int schedule_begin(struct schedule *s, size_t most)
{
    s->size = 0;
    if (most <= s->room)
        return 0;
    free_steps(s);
    s->steps = calloc(most, sizeof *s->steps);
    s->samples = calloc(most, sizeof *s->samples);
    s->requests = calloc(most + 1, PLAN_REQUEST);
    s->room = s->steps && s->samples && s->requests ? most : 0;
    return s->room ? 0 : -ENOMEM;
}

void schedule_add(struct schedule *s, struct step step)
{
    if (s->size < s->room)
        s->steps[s->size++] = step;
}

/* All that one worker does in a row in one message, so that this process sleeps meanwhile. */
static int ask_steps(struct schedule *s, size_t from, size_t to)
{
    char *end = s->requests;
    for (const struct step *step = s->steps + from; step < s->steps + to; step++)
        end += snprintf(end, PLAN_REQUEST, "block %s %" PRIu64 " %" PRIu64 "\n",
                        s->user->work(s, step->worker, step->cell), step->n, step->warm);
    end[0] = '\n';
    end[1] = '\0';
    return worker_ask(&s->workers[s->last], s->requests);
}

static int do_steps(struct schedule *s, size_t from, size_t to, struct sample mould)
{
    s->last = s->steps[from].worker;
    int error = s->user->enter ? s->user->enter(s, s->last) : 0;
    if (!error)
        error = ask_steps(s, from, to);
    for (size_t i = from; i < to && !error; i++) {
        mould.cell = s->steps[i].cell;
        mould.slot = (uint32_t)i;
        error = worker_read_block(&s->workers[s->last], &mould);
        s->moved = s->moved || plan_moved(s->plan, &mould);
        s->samples[i] = mould;
    }
    return error;
}

int schedule_carry_out(struct schedule *s, struct sample mould)
{
    int error = 0;
    s->moved = false;
    for (size_t from = 0, to; from < s->size && !error; from = to) {
        for (to = from + 1; to < s->size && s->steps[to].worker == s->steps[from].worker;)
            to++;
        error = do_steps(s, from, to, mould);
    }
    return error;
}

bool schedule_recoverable(int error)
{
    return error == -EPIPE || error == -EREMOTEIO || error == -ETIMEDOUT || error == -EPROTO;
}

void schedule_lose(struct schedule *s, int error)
{
    struct worker *w = &s->workers[s->last];
    worker_say_end(w, error, worker_stop(w));
    s->user->lost(s, s->last);
}

int schedule_bury(struct schedule *s, unsigned worker, size_t cell, int error)
{
    struct worker *w = &s->workers[worker];
    bool serves = error == -EREMOTEIO;
    worker_say_end(w, error, serves ? 0 : worker_stop(w));
    s->buried++;
    error = s->user->bury(s, worker, cell);
    return error || serves ? error : schedule_start(s, worker);
}

int schedule_try_cell(struct schedule *s, unsigned worker, size_t cell)
{
    const char *work = s->user->work(s, worker, cell);
    uint64_t n = s->plan->cells[cell].n;
    struct sample one;
    for (int i = 1; work; i++) {
        int error = schedule_block(s, worker, work, n ? n : FIRST_N, &one);
        if (!error || error == -EINTR)
            return error;
        if (i == TRIES || error != -EPIPE)
            return schedule_bury(s, worker, cell, error);
        schedule_lose(s, error);
        if ((error = schedule_start(s, worker)))
            return error;
    }
    return 0;
}

int schedule_try(struct schedule *s, unsigned worker)
{
    int error = 0;
    for (size_t i = 0; i < s->plan->size && !error; i++)
        error = schedule_try_cell(s, worker, i);
    return error;
}

/* The answers of a whole round are lost with its worker, so which cell it was is found by asking
 * one at a time. */
int schedule_recover(struct schedule *s, int error)
{
    unsigned before = s->buried, worker = s->last;
    schedule_lose(s, error);
    error = schedule_start(s, worker);
    if (!error)
        error = schedule_try(s, worker);
    error = schedule_leave(s, worker, error);
    if (error)
        return error;
    s->plan->lost += s->buried == before;
    return plan_none_left(s->plan);
}
