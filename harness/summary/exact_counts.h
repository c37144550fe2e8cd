/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_EXACT_COUNTS_H
#define SYSTOLL_EXACT_COUNTS_H

#include "summary/parts.h"

enum { EXACT_MOST = 4 };

/* What a call of the cell takes in an icount guest, in instructions, ascending: each value that at
 * least this share of its pairs of blocks gave, EXACT_MOST at most. A carry loop in the kernel's
 * clocks gives some cells two. How many there are; 0 where no pair of blocks was timed. */
size_t exact_counts(const struct parts *p, size_t cell, double share, double values[EXACT_MOST]);

#endif
