/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JUDGE_H
#define SYSTOLL_JUDGE_H

#include "stats/estimate.h"

#include <stdbool.h>
#include <stddef.h>

enum verdict {
    VERDICT_PASS,
    VERDICT_IMPROVEMENT,
    VERDICT_REGRESSION,
    VERDICT_INCONCLUSIVE,
    VERDICT_SKIPPED,
    VERDICTS
};

const char *verdict_name(enum verdict v);
/* The verdict of that name; VERDICTS for NULL or another name. */
enum verdict verdict_by_name(const char *name);

/* What became of one comparison of times. All are shares: 0.02 is 2 %. */
struct judgement {
    enum verdict verdict;
    struct estimate effect; /* new over old, minus 1 */
    struct estimate itself; /* old over itself, minus 1, where that was measured too; else NAN */
    double margin;
    double smallest; /* the smallest slowdown that would have been called one; NAN: none */
};

/* Judges the ratio new over old, with its interval, against a margin of 0 or more: a regression
 * lies wholly above 1 + margin, an improvement wholly below 1 / (1 + margin), a pass ends below
 * 1 + margin. Inconclusive is what is left, and whatever has no interval, one of no width, or none
 * that holds its own ratio. */
struct judgement judge_ratio(struct estimate ratio, double margin);

/* How much values above 0 differ at most, as a share: max / min - 1. NAN for fewer than two. */
double judge_spread(const double *values, size_t size);

/* A gate's answer as a whole; the numbers are exit codes. */
enum outcome {
    OUTCOME_PASS = 0,
    OUTCOME_REGRESSION = 1,
    OUTCOME_INCONCLUSIVE = 3,
    OUTCOME_INCOMPARABLE = 4,
    OUTCOME_NOTHING = 77
};

const char *outcome_name(enum outcome o);

/* From how many cells got each verdict: a regression outweighs all, then what is inconclusive;
 * nothing where none passed. */
enum outcome judge_outcome(const size_t counts[VERDICTS]);

/* The exit code for `git bisect run`: what can't be judged is 125, skip this commit, and an error
 * is 128, stop. */
int judge_exit_bisect(int code);

#endif
