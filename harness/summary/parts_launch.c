/* SPDX-License-Identifier: MIT */
#include "summary/parts_launch.h"

#include <math.h>

double parts_launch_cycles(const struct parts *p, struct range launch, double *scratch)
{
    size_t size = 0;
    for (size_t i = launch.from; i < launch.to; i++) {
        const struct cost *c = &p->costs[i];
        double value = c->value / parts_clock(p, c->launch, c->round);
        if (isfinite(value))
            scratch[size++] = value;
    }
    return quantile(scratch, size, 0.5);
}

double parts_launch_ticks(const struct parts *p, struct range launch, double *scratch)
{
    for (size_t i = launch.from; i < launch.to; i++)
        scratch[i - launch.from] = p->costs[i].value;
    return estimate_launch(scratch, launch.to - launch.from);
}

size_t parts_each_launch(const struct parts *p, struct range at,
                         double (*centre)(const struct parts *, struct range, double *))
{
    size_t count = 0;
    for (size_t i = at.from, end; i < at.to; i = end) {
        for (end = i; end < at.to && p->costs[end].launch == p->costs[i].launch; end++)
            ;
        p->scratch[count] = centre(p, (struct range){i, end}, p->scratch + count);
        count++;
    }
    return count;
}

/* The first of the costs that is of that launch or a later one. */
static size_t first_of(const struct parts *p, struct range costs, uint64_t launch)
{
    while (costs.from < costs.to) {
        size_t middle = costs.from + (costs.to - costs.from) / 2;
        if (p->costs[middle].launch < launch)
            costs.from = middle + 1;
        else
            costs.to = middle;
    }
    return costs.from;
}

struct range parts_in_launch(const struct parts *p, struct range costs, uint32_t launch)
{
    return (struct range){first_of(p, costs, launch), first_of(p, costs, (uint64_t)launch + 1)};
}

static int compare_rounds(const struct cost *a, const struct cost *b)
{
    if (a->launch != b->launch)
        return a->launch < b->launch ? -1 : 1;
    return (a->round > b->round) - (a->round < b->round);
}

size_t parts_round_ratios(const struct parts *p, struct range of, struct range to, double *ratios)
{
    size_t size = 0;
    while (of.from < of.to && to.from < to.to) {
        const struct cost *a = &p->costs[of.from], *b = &p->costs[to.from];
        int order = compare_rounds(a, b);
        if (order == 0 && b->value > 0)
            ratios[size++] = a->value / b->value;
        of.from += order <= 0;
        to.from += order >= 0;
    }
    return size;
}
