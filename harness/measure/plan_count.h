/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLAN_COUNT_H
#define SYSTOLL_PLAN_COUNT_H

#include "measure/plan.h"

/* What one repetition of a cell causes, counted in a worker of its own over n and 2n repetitions,
 * where n 0 stands for each cell's block; per_call has size values for every cell. NULL, or why
 * this kind counts nothing here (a static buffer); cells that could not be counted alone are NAN.
 */
const char *plan_count(struct plan *plan, const char *kind, const char *const *names, size_t size,
                       uint64_t n, double *per_call);

#endif
