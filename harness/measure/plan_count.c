/* SPDX-License-Identifier: MIT */
#include "measure/plan_count.h"

#include "measure/schedule.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { UNTIMED_N = 1000 /* repetitions to be counted, of a cell that has no block */ };

static char reason[WORKER_MESSAGE + 16];

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

bool plan_count_left(const struct plan *plan, const bool *done)
{
    bool left = false;
    for (size_t i = 0; i < plan->size && !left; i++)
        left = plan_counts(&plan->cells[i]) && !done[plan->cells[i].worker];
    return left;
}

/* 0, or -errno where the worker serves no more; with a reason where the cell was not counted. */
static int count_in_worker(struct worker *w, const struct plan_cell *cell, const char *kind,
                           const char *const *names, size_t size, uint64_t n, double *per_call)
{
    int error = count_cell(w, cell, kind, names, size, n, per_call);
    if (error == -EREMOTEIO)
        text_say(reason, sizeof reason, "%s", w->message);
    else if (error)
        text_say(reason, sizeof reason, "counting %s: %s", cell->name, strerror(-error));
    return error;
}

const char *plan_count(struct plan *plan, const char *kind, const char *const *names, size_t size,
                       uint64_t n, double *per_call, bool *done)
{
    struct schedule s = {.plan = plan, .launch = plan->launches, .user = &plan_user};
    bool counted[PLAN_WORKERS] = {false}, any = false;
    int error = schedule_start_all(&s);
    text_say(reason, sizeof reason, "no worker: %s", *plan->why ? plan->why : strerror(-error));
    for (size_t i = 0; i < plan->size && !error && !plan_stopping(plan); i++) {
        const struct plan_cell *cell = &plan->cells[i];
        if (!plan_counts(cell) || done[cell->worker])
            continue;
        error = count_in_worker(&s.workers[cell->worker], cell, kind, names, size, n,
                                per_call + i * size);
        counted[cell->worker] |= !error;
        error = error == -EREMOTEIO ? 0 : error;
    }
    schedule_stop(&s);
    schedule_free(&s);
    for (size_t w = 0; w < PLAN_WORKERS; w++) {
        done[w] |= counted[w];
        any |= counted[w];
    }
    return any ? NULL : reason;
}
