/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLAN_TIME_H
#define SYSTOLL_PLAN_TIME_H

#include "measure/plan.h"

/* How long parts of a calibrated plan take, in seconds, by what calibrating saw. */

/* Whether small batches of the cell are timed. */
bool plan_has_batches(const struct plan_cell *cell);
/* One batch of each cell that has them. */
double plan_batch_seconds(const struct plan *plan);
/* As many batches of a cell as fit into the share that they have of a launch of so many seconds;
 * where the least would take the whole of that, 0. */
double plan_batches(const struct plan *plan, double seconds);
/* A round of all live cells. */
double plan_round_seconds(const struct plan *plan);
/* All launches: the plan's seconds, or more where so many launches of so many rounds, or of the
 * least of them, don't go into these. */
double plan_expect(const struct plan *plan);

#endif
