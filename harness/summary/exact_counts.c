/* SPDX-License-Identifier: MIT */
#include "summary/exact_counts.h"

#include "stats/estimate.h"

/* Two blocks of a cell in neighbouring rounds, of fewer calls and of more. They are microseconds
 * apart, so a carry that follows the phase of the second (timespec64_add_ns,
 * include/linux/time64.h) is in both or in neither: their difference is a call's, with it or
 * without. */
static bool is_pair(const struct cost *few, const struct cost *many)
{
    return few->launch == many->launch && few->round + 1 == many->round && few->n < many->n;
}

static size_t differences(const struct parts *p, struct range at)
{
    size_t size = 0;
    for (size_t i = at.from; i + 1 < at.to; i++) {
        const struct cost *few = &p->costs[i], *many = few + 1;
        if (is_pair(few, many))
            p->scratch[size++] = (many->value - few->value) / (double)(many->n - few->n) - p->turn;
    }
    return size;
}

size_t exact_counts(const struct parts *p, size_t cell, double share, double values[EXACT_MOST])
{
    size_t count = 0, size = differences(p, parts_costs(p, cell));
    quantile(p->scratch, size, 0.5); /* sorts */
    for (size_t i = 0, end; i < size && count < EXACT_MOST; i = end) {
        for (end = i; end < size && p->scratch[end] - p->scratch[i] < 1e-6; end++)
            ;
        if ((double)(end - i) >= share * (double)size)
            values[count++] = p->scratch[i];
    }
    return count;
}
