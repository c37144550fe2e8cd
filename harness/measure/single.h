/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MEASURE_SINGLE_H
#define SYSTOLL_MEASURE_SINGLE_H

#include "measure/work.h"

#include <stdint.h>

struct timebase;

/* The ticks of n calls of a work that has clear, each timed by itself behind it, without what the
 * clock and the loop cost: as often no call is made at all, alternately. Of both the mean of the
 * middle half is taken, which an interrupt does not move and which is finer than the clock's
 * steps. No more than SINGLE_MOST calls are made, whatever n is. The TSC must be readable, whatever
 * the timebase is. */
enum { SINGLE_MOST = 64 };
uint64_t single_ticks(const struct timebase *tb, const struct work *w, uint64_t n);

#endif
