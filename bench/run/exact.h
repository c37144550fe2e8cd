/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_EXACT_H
#define SYSTOLL_EXACT_H

#include "measure/rounds.h"
#include "run/request.h"

/* Whether the TSC counts instructions: the control's loop tells, whose instructions are known. */
bool exact_possible(const struct timebase *tb);

/* Blocks of one call and of two, in turn, by the plan's workers: in a guest whose TSC counts
 * instructions their difference is what a turn of the loop takes, exactly. Gives its samples to the
 * sink as one launch. 0, -EINTR, or what the sink or the schedule gave. */
int exact_measure(const struct run_request *r, struct plan *plan, const struct rounds_sink *sink);

#endif
