/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLAN_COUNT_H
#define SYSTOLL_PLAN_COUNT_H

#include "measure/plan.h"

/* What one repetition of a cell causes, counted in a worker of its own over n and 2n repetitions,
 * where n 0 stands for each cell's block; per_call has size values for every cell, of which those
 * that are counted are set. Cells of workers that are done, of PLAN_WORKERS, are left out; a worker
 * is done where this kind counted one of its cells: programs and places may differ in what they
 * can count by. NULL, or why this kind counts nothing here (a static buffer). */
const char *plan_count(struct plan *plan, const char *kind, const char *const *names, size_t size,
                       uint64_t n, double *per_call, bool *done);

/* Whether a worker that is not done has a cell to be counted. */
bool plan_count_left(const struct plan *plan, const bool *done);

#endif
