/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_H
#define SYSTOLL_COMPARE_H

#include "compare/record.h"
#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define COMPARE_SCHEMA "systoll.compare/1"
enum { COMPARE_NAME = 64 };

/* Names for so many paths: their stems ("-": stdin), without what all begin or end with, and
 * numbered where two would be the same, in quotes where a sentence would take one for more than a
 * name; valid UTF-8. */
void compare_names(char *const *paths, size_t size, char (*names)[COMPARE_NAME]);

/* The records side by side, a systoll.compare/1 document (results/README.md), each cell's ratio
 * against the record at base (below size). Judges nothing. A new reference, or NULL without memory.
 */
json_t *compare_make(const struct compare_record *records, size_t size, size_t base);

/* Whether the document compares like with like: one unit, and one platform unless across. Else
 * false, with a sentence without its full stop in why, which is printable. */
bool compare_comparable(const json_t *comparison, bool across, char *why, size_t size);

/* The ratio of two independent estimates. Its interval, NAN where either has none, comes from
 * theirs: half-widths on the logarithm added in quadrature, each end on its own side (Zou and
 * Donner's MOVER, Statistics in Medicine 27, 2008). NAN where either is not above 0. */
struct estimate compare_ratio(struct estimate of, struct estimate base);

#endif
