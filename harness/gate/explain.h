/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_EXPLAIN_H
#define SYSTOLL_GATE_EXPLAIN_H

#include <jansson.h>
#include <stddef.h>

#define EXPLAIN_SCHEMA "systoll.explain/1"

/* Reads what scripts/explain --format json printed, which is untrusted. A new reference, or NULL
 * with a sentence in error. */
json_t *explain_read(const char *path, char *error, size_t size);

/* Adds to each instruction count that differs the functions that it differs by, where the two
 * documents explain just these two counts: "functions" [{name, old, new}], and in words. */
void explain_differences(json_t *answer, const json_t *old, const json_t *now);

#endif
