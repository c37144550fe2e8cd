/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_PROVE_H
#define SYSTOLL_RUN_PROVE_H

#include "measure/plan.h"
#include "run/request.h"

/* Has every cell of the request proved by a worker like the one that will time it; keeps state and
 * reason, and plans those that can be measured. A cell that ends several workers is failed; an
 * exact run skips those in a place whose counts it can't take. 0; or -errno, with a sentence in
 * plan->why. */
int prove_cells(const struct run_request *r, struct plan *plan);

#endif
