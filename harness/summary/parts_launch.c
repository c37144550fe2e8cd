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
