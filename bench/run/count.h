/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_H
#define SYSTOLL_COUNT_H

#include "count/counters.h"
#include "measure/plan.h"
#include "run/choose_events.h"
#include "run/log.h"
#include "run/request.h"

/* Counts of all cells that were taken together, before they are written. */
struct count {
    const char *kind; /* "entries" or "events" as records have it; NULL: nothing was counted */
    const char *names[COUNT_NAMES_MAX];
    size_t size;
    double *per_call; /* size values for every cell of the plan; NAN where not counted */
    /* How the cells of each of the plan's workers were counted. */
    struct count_way {
        const char *by; /* NULL: not at all */
        uint64_t n;     /* 0: each cell's own block */
    } ways[PLAN_WORKERS];
};

/* Kernel entries, and events in as many passes as they take. The caller sets of what, and where
 * they are written and warned of. */
struct counts {
    const struct run_request *request;
    const struct chosen_events *events;
    struct plan *plan;
    struct run_log *log;

    struct count data[1 + RUN_EVENTS];
    size_t size;
    const char *entries_by; /* in the first worker that counted: "perf", "seccomp"; or NULL */
};

/* Counts kernel entries and events for all live cells, each in a worker of its own that has ended
 * before anything is timed. What could not be counted is a warning. count_free afterwards. */
void count_all(struct counts *c);

/* Writes the counts' lines. 0 or -errno. */
int count_keep(const struct counts *c);
void count_free(struct counts *c);

#endif
