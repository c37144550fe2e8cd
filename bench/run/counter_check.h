/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNTER_CHECK_H
#define SYSTOLL_COUNTER_CHECK_H

#include "count/counters.h"
#include "count/events.h"

/* What one event gave for a work whose count is known, per turn of the work. */
struct counter_found {
    const char *work; /* for people: "64 additions in a chain" */
    double read, least, most;
};

/* Counts works whose cycles, instructions and branches are known on any x86-64 core, and refuses
 * the events that give something else, saying what was read. events: of one pass, each with its
 * name, at most COUNT_NAMES_MAX; found has a row for each, the worst that it gave; its work is NULL
 * where nothing is known of that event. NULL, or why the kind could not count. */
const char *counter_check(const struct counter_kind *kind, struct event *const *events, size_t size,
                          struct counter_found *found);

/* Plans the events' passes and checks each, with the kernel's counters, in the calling thread. What
 * can't be counted or is not to be trusted has its reason then; found has a row for each event. */
void counters_settle(struct event *events, size_t size, struct counter_found *found);

#endif
