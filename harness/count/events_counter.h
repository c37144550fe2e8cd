/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_EVENTS_COUNTER_H
#define SYSTOLL_COUNT_EVENTS_COUNTER_H

#include "count/counters.h"

/* NULL where this kernel opens the event of that name; else why not, naming the nearest event
 * where the name is unknown; a static buffer. */
const char *counter_event_check(const char *name);

#endif
