/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JUDGE_BOOTS_CHANGE_H
#define SYSTOLL_JUDGE_BOOTS_CHANGE_H

#include "stats/holm.h"

/* The change from a's values to b's, all above 0, as logarithm: Welch's difference of means, with
 * Satterthwaite's degrees of freedom. NAN where a side has fewer than two. */
struct centre boots_change(const double *a, size_t a_size, const double *b, size_t b_size);

#endif
