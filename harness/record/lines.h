/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_LINES_H
#define SYSTOLL_LINES_H

#include "machine/interference.h"
#include "measure/sample.h"
#include "measure/worker.h"

#include <jansson.h>

/* A record's lines (results/README.md) from what was measured. Each a new reference, or NULL
 * without memory. */
json_t *line_round(unsigned launch, unsigned round, const struct sample *s, size_t size);
json_t *line_batch(unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                   const uint64_t *count, size_t size);
/* NAN in per_call becomes null. */
json_t *line_counts(const char *kind, const char *by, size_t cell, uint64_t n,
                    const char *const *names, const double *per_call, size_t size);
/* What disturbed a launch's worker, and its CPU between two readings; null where unknown. */
json_t *line_launch(unsigned launch, const struct worker_usage *u, const struct interference *from,
                    const struct interference *to);
json_t *line_frequency(double hz);

#endif
