/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_H
#define SYSTOLL_COMPARE_H

#include "compare/record.h"
#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define COMPARE_SCHEMA "systoll.compare/1"

/* The records side by side, a systoll.compare/1 document (results/README.md), each cell's ratio
 * against the record at base (below size). Judges nothing. A new reference, or NULL without memory.
 */
json_t *compare_make(const struct compare_record *records, size_t size, size_t base);

/* Whether the document compares like with like: one unit, and one platform unless across. Else
 * false, with a sentence without its full stop in why, which is printable. */
bool compare_comparable(const json_t *comparison, bool across, char *why, size_t size);

#endif
