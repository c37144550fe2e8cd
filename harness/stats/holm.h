/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_HOLM_H
#define SYSTOLL_HOLM_H

#include "stats/estimate.h"

#include <stdbool.h>
#include <stddef.h>

/* A centre and its standard error, both of the logarithm; NAN where there was too little. */
struct centre {
    double value, error;
    double degrees; /* of freedom */
    size_t kept;    /* values that it was made from */
};

/* What c is the logarithm of, with an interval by Student's t: each end is missed with that
 * probability. */
struct estimate centre_interval(const struct centre *c, double lower, double upper);

/* One of several cells that share an error. */
struct holm {
    struct centre centre;
    double margin; /* a share */
    void *cell;    /* the caller's */
};

/* Judges one with its lower end missed with that probability; whether it is a regression. */
typedef bool holm_judge(const struct holm *one, double lower, void *arg);

/* Holm's step-down (1979): what lies farthest beyond its margin, in standard errors, is held
 * against an m-th of the error, the next against an (m - 1)-th, until one fails. m, at least size,
 * is how many share the error. Sorts all. */
void holm_step_down(struct holm *all, size_t size, size_t m, double error, holm_judge *judge,
                    void *arg);

#endif
