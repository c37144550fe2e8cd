/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_UNLISTED_H
#define SYSTOLL_GATE_UNLISTED_H

#include "stats/judge.h"

#include <jansson.h>

/* From now on the answer only counts, as "unlisted", what passed and what was skipped: for so many
 * records that rows of these would fill memory and tell nothing. */
void gate_list_few(json_t *answer);

/* Whether a row of that verdict was counted so, and is not to be listed. */
bool gate_left_out(json_t *answer, enum verdict v);

/* Adds to counts what was not listed. */
void gate_count_unlisted(const json_t *answer, size_t counts[VERDICTS]);

#endif
