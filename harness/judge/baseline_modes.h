/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JUDGE_BASELINE_MODES_H
#define SYSTOLL_JUDGE_BASELINE_MODES_H

#include "judge/baseline.h"

/* Notes cells that have two costs, the slower one beyond the margin and in more of their blocks
 * than in any record of the baseline. Times are judged by their lower decile, which doesn't show
 * it. */
void baseline_note_modes(json_t *answer, const struct baseline *b,
                         const struct compare_record *record);

#endif
