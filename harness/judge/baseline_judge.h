/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JUDGE_BASELINE_JUDGE_H
#define SYSTOLL_JUDGE_BASELINE_JUDGE_H

#include "judge/baseline.h"

/* Judges each cell: the ratio to the baseline's centre against the larger of the margin and what
 * the baseline's records differ by among themselves. Cells share the error of 5 % after Holm, and
 * what they show of the differences between records (gate/spread.h). Rows go to the answer. 0 or
 * -ENOMEM. */
int baseline_judge(json_t *answer, const struct baseline *b, const struct compare_record *record);

#endif
