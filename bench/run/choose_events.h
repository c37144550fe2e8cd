/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CHOOSE_EVENTS_H
#define SYSTOLL_CHOOSE_EVENTS_H

#include "count/event_sets.h"
#include "run/log.h"

enum { RUN_EVENTS = 48, RUN_EVENT_SETS = 4 };

/* The events of a run: the caller adds those of --event and names the sets of --event-set. */
struct chosen_events {
    struct event data[RUN_EVENTS];
    size_t size;
    const struct event_set *sets[RUN_EVENT_SETS];
    size_t sets_size;
};

/* Settles which of the events are counted, and in which passes: those asked for, those of
 * the sets asked for, without either the set "default". Each is opened, tried in its group and held
 * against works that are known, in the calling thread, which must be on the CPU under test. What is
 * left out keeps its reason, which is also warned of. */
void choose_events(struct chosen_events *e, struct run_log *l);

#endif
