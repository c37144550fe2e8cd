/* SPDX-License-Identifier: MIT */
#include "layout/entropy.h"

#include <math.h>
#include <stdlib.h>

/* The quantile of the normal distribution for 95 %, both sides. */
static const double z = 1.959964;

/* A quantile of the chi-squared distribution (Wilson and Hilferty 1931): within 0.6 % here. */
static double chi_squared(double freedom, double quantile)
{
    double spread = 2 / (9 * freedom), root = 1 - spread + quantile * sqrt(spread);
    return freedom * root * root * root;
}

static double pairs_of(double n)
{
    return n * (n - 1) / 2;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The exact interval of a Poisson mean by one count (Garwood 1936): 0 has no lower end. */
static void bound(struct entropy *e, double equal)
{
    double pairs = pairs_of((double)e->n);
    e->low = log2(pairs / (chi_squared(2 * equal + 2, z) / 2));
    e->high = equal > 0 ? log2(pairs / (chi_squared(2 * equal, -z) / 2)) : e->bits;
    e->low = fmin(fmax(e->low, 0), e->bits);
    e->high = fmin(e->high, e->bits);
}

struct entropy entropy_of(uint64_t *addresses, size_t n)
{
    struct entropy e = {.n = n, .distinct = 1};
    double equal = 0;
    qsort(addresses, n, sizeof *addresses, by_value);
    for (size_t i = 1, run = 1; i < n; i++) {
        e.varying |= addresses[i] ^ addresses[0];
        run = addresses[i] == addresses[i - 1] ? run + 1 : 1;
        e.distinct += run == 1;
        equal += (double)(run - 1); /* pairs that this one makes */
    }
    e.bits = __builtin_popcountll(e.varying);
    if (e.varying)
        bound(&e, equal);
    return e;
}

double entropy_most(size_t n)
{
    return fmax(log2(pairs_of((double)n) / (chi_squared(2, z) / 2)), 0);
}
