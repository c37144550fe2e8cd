/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PERF_SET_H
#define SYSTOLL_PERF_SET_H

#include "counters.h"

#include <linux/perf_event.h>

/* Perf events that count the thread that opened them, all enabled and disabled at once. */
struct perf_set {
    int fd[COUNT_NAMES_MAX];
    size_t size;
};

/* Adds an event; disabled, pinned, close-on-exec and its read format are set here. 0 or -errno. */
int perf_set_add(struct perf_set *s, struct perf_event_attr *attr);

/* Counts n repetitions of the work, after a pass of none that touches its code. 0; or -errno, with
 * *bad the index of the event at fault: -EBUSY where it could not count all along, because the
 * hardware has too few counters or somebody else holds them. */
int perf_set_count(const struct perf_set *s, const struct work *w, uint64_t n, int64_t *values,
                   size_t *bad);

void perf_set_close(struct perf_set *s);

/* Where perf_event_paranoid keeps a user without CAP_PERFMON out: what it is and what it takes,
 * half a sentence in a static buffer. Else NULL. */
const char *perf_permission(void);

#endif
