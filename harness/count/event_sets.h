/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_EVENT_SETS_H
#define SYSTOLL_EVENT_SETS_H

#include "count/events.h"
#include "text/words.h"

enum { SET_ROWS = 4, SET_CHOICES = 4, SET_EVENTS = 2 * SET_ROWS };

/* A named set: events that are distinguished by mode, each with others to fall back on where a
 * machine lacks it. */
struct event_set {
    const char *name, *help;
    const char *rows[SET_ROWS][SET_CHOICES]; /* without modes, the best first */
};

extern const struct event_set event_sets[]; /* ends with a row whose name is NULL */

/* The words of --event-set; of is not used. */
word_list event_set_words;

/* The set of that name, or NULL. */
const struct event_set *event_set_by_name(const char *name);

/* Makes the events of a set, each row in user and in kernel mode: of each row the first that opens,
 * or the first with why it does not. Returns how many, at most SET_EVENTS. */
size_t event_set_make(const struct pmu *pmu, const struct event_set *set, struct event *events);

#endif
