/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_DRIFT_FACTS_H
#define SYSTOLL_PAGE_DRIFT_FACTS_H

#include "record/record.h"

#include <jansson.h>

/* How a record's costs went over its run, for the page: "traces", an array of {"path", "style",
 * "lines"}, each line an array with a cell's cost in each pool of rounds relative to its own
 * median, null where there is none, the last line the median of the others; the canary's ratio
 * relative to what is expected is such a path too. A new object, or NULL where the record, read
 * with its samples, has none, or there is no memory. */
json_t *drift_facts(const struct record *r);

#endif
