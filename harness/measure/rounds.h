/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ROUNDS_H
#define SYSTOLL_ROUNDS_H

#include "measure/plan.h"

/* Where results go as they come; each gives 0, or -errno to end the run. */
struct rounds_sink {
    void *arg;
    int (*round)(void *arg, unsigned launch, unsigned round, const struct sample *s, size_t size);
    int (*batch)(void *arg, unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                 const uint64_t *count, size_t size);
    /* done: 0 to 1, of the whole run */
    void (*progress)(void *arg, double done, unsigned launch);
    /* what disturbed a launch's first worker; once, at its end */
    int (*launch)(void *arg, unsigned launch, const struct worker_usage *u);
};

/* So many rounds without a step of the clock end a run: of 100 us a block, ten times its longest.
 */
enum { ROUNDS_STILL = 1000 };

/* Runs all launches. 0; -EINTR where it was asked to stop; -ETIME where the clock stands still;
 * -ENODEV where no worker can be had any more, as when its CPU was taken, and -ECHILD where no cell
 * is left, with a sentence in plan->why; -errno. What the sink has is whole in all cases. */
int rounds_run(struct plan *plan, const struct rounds_sink *sink);

#endif
