/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_GOLDEN_COUNT_H
#define SYSTOLL_GATE_GOLDEN_COUNT_H

#include <jansson.h>
#include <stdbool.h>

/* What a call takes, as a golden file has it: a number; an array of a few where it has several true
 * values; null where it couldn't be measured. */

bool count_good(const json_t *count);
/* NAN for null. */
double count_least(const json_t *count);
/* Whether the two can be of the same code: the same least value where both know several, a common
 * one where either knows one alone. */
bool count_agrees(const json_t *a, const json_t *b);
/* All values of both, a new reference. */
json_t *count_union(const json_t *a, const json_t *b);
/* From an array of numbers, a new reference. */
json_t *count_from(const json_t *values);

#endif
