/* SPDX-License-Identifier: MIT */
#include "measure/plan.h"

#include "measure/random.h"
#include "measure/worker_serve.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What calibrating takes of a cell, in blocks; and by how many seconds a run may be longer than
 * asked for, as short runs of many launches are. */
static const double calibrating = 4, grace = 3;

/* Seconds of a cell's turn in a round that never keep it out. */
static const double ordinary = 0.01;

bool plan_stopping(const struct plan *plan)
{
    return plan->stop && *plan->stop;
}

uint64_t plan_launch_seed(const struct plan *plan, unsigned launch)
{
    uint64_t state = plan->seed + launch;
    return random_next(&state);
}

bool plan_moved(const struct plan *plan, const struct sample *s)
{
    return plan->worker.cpu != WORKER_ANY_CPU && s->cpu != STAMP_NO_CPU &&
           s->cpu != (uint32_t)plan->worker.cpu;
}

bool plan_alive(const struct plan *plan)
{
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live && !plan->cells[i].aid)
            return true;
    return false;
}

int plan_none_left(struct plan *plan)
{
    if (plan_alive(plan))
        return 0;
    text_say(plan->why, sizeof plan->why, "no cell is left that can be measured");
    return -ECHILD;
}

void plan_bury(struct plan_cell *cell, const char *reason)
{
    cell->live = false;
    text_fit(cell->reason, sizeof cell->reason, reason);
}

bool plan_is_short(const struct plan_cell *cell)
{
    return cell->n >= PLAN_SHORT_CALLS;
}

/* For a millisecond after it worked in the kernel a Zen 5 core takes up to 1.8 times as long for
 * calls of 2 ns. */
uint64_t plan_settling(const struct plan_cell *cell, const struct plan_cell *before)
{
    bool settles = cell->slow || (plan_is_short(cell) && !(before && plan_is_short(before)));
    return settles ? PLAN_SETTLING : 0;
}

bool plan_is_empty(const struct plan *plan, const struct plan_cell *cell)
{
    return strcmp(cell->name, plan->empty) == 0;
}

bool plan_counts(const struct plan_cell *cell)
{
    return cell->counted && (cell->live || cell->unfit);
}

static double block_seconds(const struct plan *plan, const struct plan_cell *cell)
{
    double least = (double)timebase_min_block(&plan->timebase, plan->hz);
    return (cell->n ? cell->ticks : least) / plan->hz;
}

double plan_turn_seconds(const struct plan *plan, const struct plan_cell *cell)
{
    double block = block_seconds(plan, cell), settling = (double)WORKER_SETTLING / plan->hz;
    return block + (cell->slow ? fmin((double)PLAN_SETTLING * block, fmax(block, settling)) : 0);
}

static void leave_out(const struct plan *plan, struct plan_cell *cell, double needs, double share)
{
    double quantum = (double)plan->timebase.quantum / plan->hz;
    char steps[64] = "";
    if (1e2 * quantum > ordinary)
        snprintf(steps, sizeof steps, "the clock advances in steps of %.3g ms: ", 1e3 * quantum);
    cell->live = false;
    cell->unfit = true;
    text_say(
        cell->reason, sizeof cell->reason,
        "%sa block would take %.3g s, all of them %.3g s, and its share of the time is %.3g s: "
        "measure fewer cells, or for longer",
        steps, block_seconds(plan, cell), needs, share);
}

void plan_fit(struct plan *plan)
{
    double blocks = plan->least_blocks + calibrating, all = 0, share;
    size_t works = 0;
    for (size_t i = 0; i < plan->size; i++)
        if (plan->cells[i].live && !plan_is_empty(plan, &plan->cells[i])) {
            all += blocks * plan_turn_seconds(plan, &plan->cells[i]);
            works++;
        }
    if (!plan->least_blocks || all <= plan->seconds + grace)
        return;
    share = (plan->seconds + grace) / (double)works;
    for (size_t i = 0; i < plan->size; i++) {
        struct plan_cell *cell = &plan->cells[i];
        double turn = plan_turn_seconds(plan, cell);
        if (cell->live && !plan_is_empty(plan, cell) && turn > ordinary && blocks * turn > share)
            leave_out(plan, cell, blocks * turn, share);
    }
}

bool plan_needs(const struct plan *plan, unsigned worker)
{
    bool needs = worker == 0;
    for (size_t i = 0; i < plan->size && !needs; i++)
        needs = plan->cells[i].live && plan->cells[i].worker == worker;
    return needs;
}
