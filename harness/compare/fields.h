/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_FIELDS_H
#define SYSTOLL_COMPARE_FIELDS_H

#include "compare/record.h"

#include <jansson.h>
#include <stddef.h>

/* What an object of a report's machine ("platform", "subject") says in each record: field to array
 * of values, null where a record doesn't tell it. An object in it counts as fields "outer.inner".
 */
json_t *compare_fields(const struct compare_record *records, size_t size, const char *object);
/* Of such fields those that two records tell differently, and those that are the same wherever they
 * are known but not in all: arrays of {field, values}. */
json_t *compare_fields_different(json_t *fields);
json_t *compare_fields_unknown(json_t *fields);

#endif
