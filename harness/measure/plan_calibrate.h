/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLAN_CALIBRATE_H
#define SYSTOLL_PLAN_CALIBRATE_H

#include "measure/plan.h"

/* Starts a worker and sets n and batch_n of every live cell: the shortest block worth timing. A
 * cell that ends the worker, or that it refuses, goes dead with its reason. 0 or -errno. */
int plan_calibrate(struct plan *plan);

#endif
