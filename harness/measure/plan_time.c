/* SPDX-License-Identifier: MIT */
#include "measure/plan_time.h"

#include <math.h>

enum {
    BATCHES_LEAST = 100, /* of a cell in one launch */
    BATCHES_MOST = 4000,
    BATCHES_GRACE = 1 /* seconds beyond a launch's that the least of them may take */
};

/* Of a launch's time, what goes to batches. */
static const double batch_share = 0.15;

/* A batch and its stamps, in batches of the shortest length. */
static const double stamped = 1.5;

bool plan_has_batches(const struct plan_cell *cell)
{
    return cell->live && cell->counted && cell->batch_n;
}

/* Where one call takes longer than a batch has to, a batch is that. */
static double cell_batch_seconds(const struct plan *plan, const struct plan_cell *cell)
{
    double least = fmax(stamped * (double)PLAN_BATCH_NS / 1e9, plan->batch_seconds);
    double own = cell->n ? (double)cell->batch_n * cell->ticks / (double)cell->n / plan->hz : 0;
    return fmax(least, own);
}

double plan_batch_seconds(const struct plan *plan)
{
    double all = 0;
    for (size_t i = 0; i < plan->size; i++)
        if (plan_has_batches(&plan->cells[i]))
            all += cell_batch_seconds(plan, &plan->cells[i]);
    return all;
}

double plan_batches(const struct plan *plan, double seconds)
{
    double each = plan_batch_seconds(plan);
    if (each <= 0 || (double)BATCHES_LEAST * each > (double)BATCHES_GRACE + seconds)
        return 0;
    return fmin(fmax(seconds * batch_share / each, BATCHES_LEAST), BATCHES_MOST);
}
