/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_PARTS_H
#define SYSTOLL_COMPARE_PARTS_H

#include "compare/record.h"
#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What the document is made of; each a new reference, or NULL without memory. */

/* What an object of a report's machine ("platform", "subject") says in each record: field to array
 * of values, null where a record doesn't tell it. An object in it counts as fields "outer.inner".
 */
json_t *compare_fields(const struct compare_record *records, size_t size, const char *object);
/* Of such fields those that two records tell differently, and those that are the same wherever they
 * are known but not in all: arrays of {field, values}. */
json_t *compare_fields_different(json_t *fields);
json_t *compare_fields_unknown(json_t *fields);

/* The cells of all records, the base's order first. */
json_t *compare_cells(const struct compare_record *records, size_t size, size_t base);

/* A report's cells by name; of two that share one, the first. */
json_t *compare_by_name(const json_t *report);
/* What a report's cell (or NULL) cost, NAN where it has none; an interval that doesn't hold its own
 * estimate is none. */
struct estimate compare_cost(const json_t *cell, bool instructions);

/* Sentences about cells whose state, or whose entries into the kernel, are not the same in all
 * records; cells of which the same is to be said share a sentence. */
json_t *compare_changed_state(const json_t *cells, const struct compare_record *records);
json_t *compare_changed_entries(const json_t *cells, const struct compare_record *records);

/* "ns", or "instructions" where an icount guest counted. */
const char *compare_unit(const json_t *report);

#endif
