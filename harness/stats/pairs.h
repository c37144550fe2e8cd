/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAIRS_H
#define SYSTOLL_PAIRS_H

#include "stats/holm.h"
#include "stats/judge.h"

#include <stdbool.h>
#include <stddef.h>

/* Pure arithmetic on a thing measured beside itself: B against A alternately, by paired log-ratios.
 */

/* After so many rounds the cells are looked at; declared before, because each look is a chance to
 * err, and the error budget is split across them. */
enum { PAIRS_LOOKS = 3, PAIRS_FIRST_LOOK = 52 };
extern const unsigned pairs_looks[PAIRS_LOOKS];

/* Rounds that a block of the bootstrap holds: two launches (PAIRS_LAUNCH), so that what a process's
 * layout does to a launch, and drift within it, widens the interval. */
enum { PAIRS_BLOCK = 8, PAIRS_LAUNCH = 4 };

/* Above this bound a machine is too noisy for a cell. */
#define PAIRS_WORST 0.05

/* The log-ratio of a round from those of its ABBA and BAAB groups: the median; sorted in place. NAN
 * where there is none. */
double pairs_round(double *groups, size_t size);

/* The mean without the fifth at each end; its error by the circular block bootstrap (Politis and
 * Romano, 1992), always from the same seed. NAN among the rounds is left out. */
struct centre pairs_centre(const double *rounds, size_t size);

/* One cell of a job. The caller sets the first block; pairs_look the second. */
struct pairs_cell {
    const double *change, *same; /* per round: B over A, A over itself, as logarithms */
    size_t rounds;               /* that there are of each */
    double margin;               /* a share: the larger of what was asked for and the noise */
    double clock;                /* the clock's step as a share of a block */
    bool decided;                /* false at first */

    struct judgement judgement; /* inconclusive until it is decided */
    double resolution;          /* a share: what A against itself may have shown */
    unsigned rounds_used;
    bool within; /* the change would be called a regression, were it beyond the resolution */
    bool fired;  /* A against itself differed */
};

/* Judges, at a look (0 to 2), the cells that are not decided yet and have the rounds for it. A
 * regression's lower end is at a level shared among cells (Holm, 1979), an upper end at the look's
 * own. Returns how many are left undecided. */
size_t pairs_look(struct pairs_cell *cells, size_t size, unsigned look);

#endif
