/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RANDOM_H
#define SYSTOLL_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014): any
 * state is a good seed, and the same seed gives the same run. */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Uniform in 0 to below limit; limit is small against 2^64, so the bias is negligible. */
static inline uint64_t random_below(uint64_t *state, uint64_t limit)
{
    return random_next(state) % limit;
}

/* Puts 0 to size - 1 into order, in random order (Fisher and Yates). */
static inline void random_order(uint64_t *state, size_t *order, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t j = random_below(state, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
}

#endif
