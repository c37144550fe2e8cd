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

/* Judges B's cells by A's: rows and notes of a systoll.gate/1 document, concluded, or refused where
 * the boots can't be compared. A new reference, or NULL without memory. */
json_t *boots_judge(const struct boots *b);

#endif
