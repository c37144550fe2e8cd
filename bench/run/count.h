/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_H
#define SYSTOLL_COUNT_H

#include "count/counters.h"
#include "run/session.h"

/* Counts of all cells that were taken together, before they are written. */
struct count {
    const char *kind; /* "entries" or "events" as records have it; NULL: nothing was counted */
    const char *by;
    const char *names[COUNT_NAMES_MAX];
    size_t size;
    uint64_t n;       /* 0: each cell's own block */
    double *per_call; /* size values for every cell of the plan */
};

/* Kernel entries, and events in as many passes as they take. */
struct counts {
    struct count data[1 + SESSION_EVENTS];
    size_t size;
};

/* Counts kernel entries and events for all live cells, each in a worker of its own that has ended
 * before anything is timed. What could not be counted is a warning. count_free afterwards. */
void count_all(struct session *s, struct counts *c);

/* Writes the counts' lines. 0 or -errno. */
int count_keep(struct session *s, const struct counts *c);
void count_free(struct counts *c);

#endif
