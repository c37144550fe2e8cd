/* SPDX-License-Identifier: MIT */
#include "run/prove.h"

#include "matrix/prove.h"
#include "measure/schedule.h"
#include "measure/worker_start.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>

enum { TRIES = 3 };

static int ask_worker(struct worker *w, struct cell *cell)
{
    char request[CELL_NAME + sizeof "prove \n\n"], *answer;
    snprintf(request, sizeof request, "prove %s\n\n", cell->name);
    int error = worker_ask(w, request);
    if (!error || error == -EPIPE) /* it may have said why */
        error = worker_read_words(w, "prove", &answer);
    if (!error && !prove_take(cell, answer))
        error = -EPROTO;
    return error;
}

static void give_up(struct cell *cell, const struct worker *w)
{
    cell->state = CELL_FAILED;
    text_say(cell->reason, sizeof cell->reason, "%s", w->message);
}

/* Again where the worker ended, which others may have done to it. 0, with a worker that serves; or
 * -errno. */
static int prove_by_worker(struct schedule *schedule, unsigned worker, struct cell *cell)
{
    struct worker *w = &schedule->workers[worker];
    for (int i = 1;; i++) {
        int error = ask_worker(w, cell);
        if (!error || error == -EINTR)
            return error;
        bool serves = error == -EREMOTEIO, last = i == TRIES || error != -EPIPE;
        worker_say_end(w, error, serves ? 0 : worker_stop(w));
        if (last)
            give_up(cell, w);
        error = serves ? 0 : schedule_start(schedule, worker);
        if (error || last)
            return error;
    }
}

/* Where its place can't be entered its cells are skipped, and where the worker ends in it they
 * failed; nothing else is touched. 0; or the error, where it ends the run. */
static int leave_place(struct schedule *schedule, unsigned worker, const struct run_request *r,
                       int error)
{
    struct plan *plan = schedule->plan;
    if (!schedule_leaves(worker, error))
        return error;
    for (size_t i = 0; i < r->cells_size; i++)
        if (plan->cells[i].worker == worker && r->cells[i].state == CELL_MEASURED) {
            r->cells[i].state = error == -ENODEV ? CELL_SKIPPED : CELL_FAILED;
            text_say(r->cells[i].reason, sizeof r->cells[i].reason, "%s", plan->why);
        }
    *plan->why = '\0';
    return 0;
}

/* Whether the worker has a cell that was not skipped for its program. */
static bool has_cells(const struct run_request *r, const struct plan *plan, unsigned worker)
{
    bool has = false;
    for (size_t i = 0; i < r->cells_size && !has; i++)
        has = plan->cells[i].worker == worker && r->cells[i].state == CELL_MEASURED;
    return has;
}

/* Where the instructions of a call can't be told, an exact run has nothing to say. */
static void skip_uncounted(const struct run_request *r)
{
    for (size_t i = 0; i < r->cells_size; i++) {
        struct cell *cell = &r->cells[i];
        const struct context *context = cell->place->context;
        if (!context || !context->uncounted || cell->state != CELL_MEASURED)
            continue;
        cell->state = CELL_SKIPPED;
        text_say(cell->reason, sizeof cell->reason, "exact counts are not taken in %s: %s",
                 cell->place->name, context->uncounted);
    }
}

static int prove_by_workers(const struct run_request *r, struct plan *plan)
{
    struct schedule schedule = {.plan = plan, .launch = plan->launches, .user = &plan_user};
    int error = schedule_start(&schedule, 0);
    for (unsigned w = 1; w <= plan->workers && !error; w++)
        if (has_cells(r, plan, w))
            error = leave_place(&schedule, w, r, schedule_start(&schedule, w));
    for (size_t i = 0; i < r->cells_size && !error; i++) {
        unsigned w = plan->cells[i].worker;
        if (r->cells[i].state == CELL_MEASURED)
            error = leave_place(&schedule, w, r, prove_by_worker(&schedule, w, &r->cells[i]));
    }
    schedule_stop(&schedule);
    schedule_free(&schedule);
    return error;
}

int prove_cells(const struct run_request *r, struct plan *plan)
{
    if (r->exact)
        skip_uncounted(r);
    int error = prove_by_workers(r, plan);
    for (size_t i = 0; i < r->cells_size && !error; i++)
        plan->cells[i].live = r->cells[i].state == CELL_MEASURED;
    return error;
}
