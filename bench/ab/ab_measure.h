/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_MEASURE_H
#define SYSTOLL_AB_MEASURE_H

#include "ab/ab.h"

/* Times a round of the live cells, so that trials can be fitted into their seconds. 0 or -errno. */
int ab_pace(struct ab *ab);

/* One trial of the live cells, look after look, while seconds last; each that is decided goes dead.
 * 0; -EINTR where it was stopped; -ECANCELED where it could not go on, with a sentence in error and
 * in the record; -errno. */
int ab_run_trial(struct ab *ab, unsigned trial, double seconds);

/* The first trial, then the second of what it calls regressions. As ab_run_trial. */
int ab_measure(struct ab *ab);

#endif
