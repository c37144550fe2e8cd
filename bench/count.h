/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_H
#define SYSTOLL_COUNT_H

#include "session.h"

/* Counts of one kind for all cells, before they are written. */
struct count {
    const char *kind; /* "entries" or "events" as records have it; NULL: nothing was counted */
    const char *by;
    const char *const *names;
    size_t size;
    uint64_t n;
    double *per_call; /* size values for every cell of the plan */
};

/* Counts kernel entries and events for all live cells, each kind in a worker of its own that has
 * ended before anything is timed. Fills two counts; what could not be counted is a warning. */
void count_all(struct session *s, struct count counts[2]);

/* Writes the counts' lines. 0 or -errno. */
int count_keep(struct session *s, const struct count counts[2]);
void count_free(struct count counts[2]);

#endif
