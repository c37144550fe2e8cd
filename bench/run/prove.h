/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_PROVE_H
#define SYSTOLL_RUN_PROVE_H

#include "measure/plan.h"
#include "run/request.h"

/* Has every cell of the request proved by a worker like the one that will time it, or, where this
 * process times it, by itself; keeps state and reason, and plans those that can be measured. A cell
 * that ends several workers is failed. 0; or -errno, with a sentence in plan->why. */
int prove_cells(const struct run_request *r, struct plan *plan, const struct vsyscall *vs);

#endif
