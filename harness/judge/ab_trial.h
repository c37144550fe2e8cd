/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_TRIAL_H
#define SYSTOLL_AB_TRIAL_H

#include "record/record.h"
#include "stats/pairs.h"

enum ab_series { AB_CHANGE, AB_SAME, AB_COST_A, AB_COST_B, AB_SERIES };

/* What a trial's blocks say of one cell. */
struct ab_cell {
    /* By round, NAN where there is nothing: log-ratios, and ticks a call. */
    double series[AB_SERIES][PAIRED_ROUNDS];
    double ticks; /* of all blocks */
    size_t blocks;
    unsigned rounds; /* that it was in */
    struct pairs_cell pairs;
};

/* One trial of a record, cells by the manifest's index. */
struct ab_trial {
    struct ab_cell *cells;
    size_t size;
    size_t undecided; /* of those with rounds, after all looks that the rounds allow */
    bool fired;       /* A against itself differed, in some cell */
};

/* The margin of a cell: what was asked for, or the noise that is known of it, where that is more.
 * noise (NULL: none) becomes the latter. */
double ab_margin(const struct record *r, size_t cell, double *noise);

/* Groups a trial's blocks, and judges them look after look as the run did. 0 or -ENOMEM;
 * ab_trial_free in both cases. */
int ab_trial_make(const struct record *r, unsigned trial, struct ab_trial *t);
void ab_trial_free(struct ab_trial *t);

/* The line of the record that says what is compared; NULL in another's record. */
const json_t *ab_line(const struct record *r);

#endif
