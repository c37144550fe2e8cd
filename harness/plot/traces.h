/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_TRACES_H
#define SYSTOLL_PLOT_TRACES_H

#include "plot/plot.h"

/* How costs went over a run. Rounds are pooled, so that a trace has a hundred points however long
 * the run was. */
enum { TRACE_POOLS = 100 };

/* Medians by pool; NAN where a pool has none. */
struct trace {
    double pool[TRACE_POOLS];
};

struct timeline {
    size_t *round; /* ordinal of the round of each sample: rounds in the order in which they ran;
                      owned, to be freed */
    size_t rounds;
};

/* Of one sample at least. 0 or -ENOMEM. */
int timeline_make(struct timeline *t, const struct samples *s);
/* How many pools are used. */
size_t timeline_pools(const struct timeline *t);

/* A cell's cost in ticks, by its index in the record. 0 or -ENOMEM. */
int trace_cell(struct trace *out, const struct plot *p, const struct timeline *t, size_t cell);
/* Divides by the median of the pools. */
void trace_relative(struct trace *t);
/* Pool by pool the median of traces, PLOT_MAX_CELLS at most. */
void trace_middle(struct trace *out, const struct trace *traces, size_t size);
/* The ratio of the two chains of the canary: dependent multiplications take as many cycles at any
 * frequency. 0; -ENODATA where the record has none; or -ENOMEM. */
int trace_canary(struct trace *out, const struct plot *p, const struct timeline *t);

#endif
