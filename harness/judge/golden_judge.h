/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GOLDEN_JUDGE_H
#define SYSTOLL_GOLDEN_JUDGE_H

#include <jansson.h>

/* Judges the report's counts by a systoll.golden/1 document: rows and notes go to the answer under
 * the record's name. */
void golden_judge(json_t *answer, const char *name, const json_t *report, const json_t *golden);

#endif
