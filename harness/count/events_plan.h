/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_EVENTS_PLAN_H
#define SYSTOLL_COUNT_EVENTS_PLAN_H

#include "count/events.h"

/* Shares events that can be counted out among passes: as many in a row as the hardware counts at
 * once, which the kernel is asked by opening and trying each group in the calling thread, on the
 * CPU that it runs on. Sets pass and rdpmc; what can't be counted even alone is refused, and what
 * was refused before is passed over. */
void events_plan(const struct pmu *pmu, struct event *events, size_t size);

#endif
