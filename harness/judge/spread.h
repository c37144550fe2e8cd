/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_SPREAD_H
#define SYSTOLL_GATE_SPREAD_H

#include <stddef.h>

/* A variance that few values show, and its degrees of freedom. */
struct spread {
    double variance, degrees;
};

/* Three to five records say little of how much one cell varies from record to record, and much of
 * how much all of them do. Each variance is drawn towards what they have in common, the more the
 * less they differ among each other, and gains degrees of freedom by it (Smyth, Linear models and
 * empirical Bayes methods, 2004, sections 4 and 6.2). Those of 0 degrees stay as they are. */
void spread_share(struct spread *cells, size_t size);

#endif
