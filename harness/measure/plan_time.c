/* SPDX-License-Identifier: MIT */
#include "measure/plan_time.h"

#include "measure/worker_serve.h"

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

/* Blocks of more than single calls are stretched by a tenth on average (schedule_stretch), and
 * warmed up for a sixteenth of that (request_warm_up). */
static const double stretched = 1.1 * (1 + 1.0 / 16);

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

/* How often the block of another worker comes next, so that one is asked for by itself: the share
 * of all pairs that are of two workers. */
static double apart(const struct plan *plan)
{
    double cells[PLAN_WORKERS] = {0}, all = 0, alike = 0;
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live) {
            cells[plan->cells[i].worker]++;
            all++;
        }
    for (size_t w = 0; w < PLAN_WORKERS; w++)
        alike += cells[w] * cells[w];
    return all > 0 ? 1 - alike / (all * all) : 0;
}

/* Untimed calls before a block, or batches, of a cell that has to settle. */
static double settling(const struct plan *plan, const struct plan_cell *cell)
{
    double ticks = (double)plan_settling(cell, NULL) * cell->ticks;
    return fmin(ticks, (double)WORKER_SETTLING) / plan->hz;
}

/* Of short calls only the first in a round has to settle. */
static double short_settling(const struct plan *plan)
{
    double most = 0;
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live && !plan->cells[i].slow)
            most = fmax(most, settling(plan, &plan->cells[i]));
    return most;
}

double plan_round_seconds(const struct plan *plan)
{
    double share = apart(plan), all = short_settling(plan);
    for (size_t i = 0; i < plan->size; i++) {
        const struct plan_cell *cell = &plan->cells[i];
        if (cell->live)
            all += (cell->single ? 1 : stretched) * plan_turn_seconds(plan, cell) +
                   share * cell->asking;
    }
    return all;
}

/* What a launch takes whatever its rounds: its workers, which make each cell ready once. */
static double launch_seconds(const struct plan *plan)
{
    double all = plan->starting;
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live)
            all += plan->cells[i].readying;
    return all;
}

/* That many batches of each cell that has them. */
static double batches_seconds(const struct plan *plan, double batches)
{
    double all = batches * plan_batch_seconds(plan);
    for (size_t i = 0; i < plan->size; i++)
        if (batches > 0 && plan_has_batches(&plan->cells[i]))
            all += plan->cells[i].asking + settling(plan, &plan->cells[i]);
    return all;
}

double plan_expect(const struct plan *plan)
{
    const unsigned rounds = plan->rounds ? plan->rounds : PLAN_LEAST_ROUNDS;
    const double fixed = launch_seconds(plan) + rounds * plan_round_seconds(plan);
    double used = 0;
    for (unsigned left = plan->launches; left > 0; left--) {
        double seconds = fmax(plan->seconds - used, 0) / left;
        double needs = fixed + batches_seconds(plan, plan_batches(plan, seconds));
        used += plan->rounds ? needs : fmax(needs, seconds);
    }
    return used;
}
