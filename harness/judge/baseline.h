/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_BASELINE_H
#define SYSTOLL_GATE_BASELINE_H

#include "compare/compare.h"

/* A record compared with earlier ones of the same machine: the baseline. */
struct baseline {
    const struct compare_record *records;
    size_t size; /* from 1 on */
    const char *const
        *may_differ;   /* NULL-ended: fields of the subject, which the record is about */
    double margin;     /* the least one */
    bool trust_margin; /* also where a single record shows no spread */
    json_t *cells;     /* baseline_cells, made once for all that is judged */
};

/* The name of a machine's folder below results/baselines/, from its platform. */
void baseline_key(const json_t *report, char *key, size_t size);

/* What the records say of each cell together: by name its centre with an interval, of how many
 * records, and how much they differ at most. A new reference, or NULL without memory. */
json_t *baseline_cells(const struct baseline *b);

/* Whether the baseline's records are of one machine and one subject; and whether a record can be
 * compared with such: one platform, one timebase, one subject but for what may differ. Else false,
 * with a sentence in why, printable and without its full stop. */
bool baseline_consistent(const struct baseline *b, char *why, size_t size);
bool baseline_comparable(const struct baseline *b, const struct compare_record *record, char *why,
                         size_t size);

/* The baseline's record of which this one is a copy, by run and figures; NULL: none. */
const char *baseline_copy(const struct baseline *b, const json_t *report);

#endif
