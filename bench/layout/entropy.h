/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ENTROPY_H
#define SYSTOLL_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

/* How far addresses that were drawn are apart. */
struct entropy {
    size_t n;         /* how many there are */
    uint64_t varying; /* bits that are not the same in all */
    int bits;         /* how many those are: an upper bound of the entropy */
    size_t distinct;
    /* Of the collision entropy, in bits: with how many equally likely addresses as many of n would
     * meet as did. 95 %, from the pairs that are equal, which are about Poisson-distributed; high
     * is at most bits. Both 0 where nothing varies. */
    double low, high;
};

/* Of n >= 2 addresses, which it sorts. */
struct entropy entropy_of(uint64_t *addresses, size_t n);

/* The most that low can be with n addresses, which is where no two are equal. */
double entropy_most(size_t n);

#endif
