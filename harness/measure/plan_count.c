/* SPDX-License-Identifier: MIT */
#include "measure/plan_count.h"

#include "measure/schedule.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { UNTIMED_N = 1000 /* repetitions to be counted, of a cell that has no block */ };

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
    struct schedule s = {.plan = plan, .launch = plan->launches, .user = &plan_user};
    bool counted = false;
    int error = schedule_start_all(&s);
    text_say(reason, sizeof reason, "no worker: %s", *plan->why ? plan->why : strerror(-error));
    for (size_t i = 0; i < plan->size * size; i++)
        per_call[i] = NAN;
    for (size_t i = 0; i < plan->size && !error && !plan_stopping(plan); i++) {
        if (!plan_counts(&plan->cells[i]))
            continue;
        struct worker *w = &s.workers[plan->cells[i].worker];
        error = count_cell(w, &plan->cells[i], kind, names, size, n, per_call + i * size);
        counted |= !error;
        if (error == -EREMOTEIO) {
            text_say(reason, sizeof reason, "%s", w->message);
            error = 0;
        } else if (error) {
            text_say(reason, sizeof reason, "counting %s: %s", plan->cells[i].name,
                     strerror(-error));
        }
    }
    schedule_stop(&s);
    return counted ? NULL : reason;
}
