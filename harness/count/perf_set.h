/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PERF_SET_H
#define SYSTOLL_PERF_SET_H

#include "count/counters.h"
#include "count/pmu.h"

/* Events that count the thread that opened them, as one pinned group: all of them all along, or
 * none. Begins with its pmu set and all else zero. */
struct perf_set {
    const struct pmu *pmu;
    int fd[COUNT_NAMES_MAX];
    struct perf_event_mmap_page *page[COUNT_NAMES_MAX];
    size_t size;
    bool rdpmc; /* read in user space; the events then count from perf_set_use_rdpmc on */
};

/* Adds an event to the group; what makes it a member of one is set here. 0; -errno, as -EINVAL
 * where the hardware has too few counters for the group, -E2BIG where the set is full. */
int perf_set_add(struct perf_set *s, struct perf_event_attr *attr);

/* Reads this set by RDPMC from now on, where every event's page allows it; true where it does. */
bool perf_set_use_rdpmc(struct perf_set *s);

/* Counts n repetitions of the work, after a pass of none that touches its code. 0; -errno; -EBUSY
 * where the group did not count all along: the hardware has too few counters, or somebody else
 * holds them. */
int perf_set_count(const struct perf_set *s, const struct work *w, uint64_t n, int64_t *values);

void perf_set_close(struct perf_set *s);

#endif
