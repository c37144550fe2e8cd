/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_COUNTS_H
#define SYSTOLL_GATE_COUNTS_H

#include "record/record.h"

/* What a call takes by the blocks of an icount record: an object of cell to array, ascending. Two
 * values where a carry loop of the kernel's clocks ran in some blocks and not in others, and which
 * of them is the more frequent depends on the moment of the run. Empty where there are no samples.
 * A new reference, or NULL without memory. */
json_t *gate_counts(const struct record *r);

#endif
