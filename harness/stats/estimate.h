/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ESTIMATE_H
#define SYSTOLL_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

/* A centre with its 95 % interval, in the unit of what it was made from. NAN where there was
 * nothing; lo = hi = NAN where there was one launch only. */
struct estimate {
    double value, lo, hi;
    size_t kept, dropped;
};

/* The q-quantile (0 to 1, linear interpolation, Hyndman and Fan type 7) of size values, which are
 * sorted in place. NAN where size is 0. */
double quantile(double *values, size_t size, double q);
double mean(const double *values, size_t size);

/* The centre of one launch: the estimator that docs/method.md chose, over its block costs, which
 * are sorted in place. */
double estimate_launch(double *costs, size_t size);

/* The lower decile of positive launch values, which are sorted in place, and its 95 % interval: a
 * Student t interval on their logarithms, from the spread of the faster quarter (docs/method.md).
 */
struct estimate estimate_launches(double *launches, size_t size);

/* The same where launches are given in cycles (or are the clock itself), in the order in which they
 * ran: their lower tercile, with a distribution-free interval of the quantile, and the drift that
 * the sixths of the run show. scratch has room for 2 * size values. lo = hi = NAN for one launch.
 */
struct estimate estimate_drifting(const double *launches, size_t size, double *scratch);

/* The same where launches are ratios of one cost to another: their median, so that the ratio the
 * other way round is the reciprocal. */
struct estimate estimate_ratios(const double *launches, size_t size, double *scratch);

/* The product of two estimates whose errors are independent: half-widths add up as squares, on
 * logarithms. kept and dropped are the first one's. */
struct estimate estimate_product(struct estimate a, struct estimate b);

/* No narrower than that share of the value, on either side. */
struct estimate estimate_widened(struct estimate e, double share);

/* The mean of positive values on their logarithms, with its 95 % Student t interval. */
struct estimate estimate_mean(double *values, size_t size);

#endif
