/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_BOOTS_H
#define SYSTOLL_GATE_BOOTS_H

#include "compare/compare.h"
#include "stats/holm.h"

/* Boots of two kernels or modes, a record each; the boot is the unit. */

struct boots_side {
    const char *name;
    const struct compare_record *records;
    size_t size; /* from 1 on */
};

struct boots {
    struct boots_side a, b;
    double margin; /* the least slowdown that matters, a share */
};

/* The change from a's values to b's, all above 0, as logarithm: Welch's difference of means, with
 * Satterthwaite's degrees of freedom. NAN where a side has fewer than two. */
struct centre boots_change(const double *a, size_t a_size, const double *b, size_t b_size);

/* Judges B's cells by A's: rows and notes of a systoll.gate/1 document, concluded, or refused where
 * the boots can't be compared. A new reference, or NULL without memory. */
json_t *boots_judge(const struct boots *b);

#endif
