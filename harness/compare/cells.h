/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_CELLS_H
#define SYSTOLL_COMPARE_CELLS_H

#include "compare/record.h"
#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>

/* Objects are new references, or NULL without memory. */

/* The cells of all records, the base's order first. */
json_t *compare_cells(const struct compare_record *records, size_t size, size_t base);

/* A report's cells by name; of two that share one, the first. */
json_t *compare_by_name(const json_t *report);
/* What a report's cell (or NULL) cost, NAN where it has none; an interval that doesn't hold its own
 * estimate is none. */
struct estimate compare_cost(const json_t *cell, bool instructions);

/* "ns", or "instructions" where an icount guest counted. */
const char *compare_unit(const json_t *report);

/* The ratio of two independent estimates. Its interval, NAN where either has none, comes from
 * theirs: half-widths on the logarithm added in quadrature, each end on its own side (Zou and
 * Donner's MOVER, Statistics in Medicine 27, 2008). NAN where either is not above 0. */
struct estimate compare_ratio(struct estimate of, struct estimate base);

#endif
