/* SPDX-License-Identifier: MIT */
#include "summary/per_launch.h"

#include "summary/cells.h"
#include "summary/parts.h"
#include "summary/parts_launch.h"
#include "summary/summary.h"

#include <math.h>

/* Calls timed in each launch, as doubles, into to. */
static void count_calls(const struct parts *p, struct range at, double *to)
{
    for (size_t i = at.from; i < at.to; i++) {
        bool first = i == at.from || p->costs[i].launch != p->costs[i - 1].launch;
        if (first)
            *to++ = 0;
        to[-1] += (double)p->costs[i].n;
    }
}

/* What each launch of a cell cost, by the way its estimate was made; empty where it has no times.
 */
static json_t *launches_of(const struct parts *p, size_t cell)
{
    struct range at = parts_costs(p, cell);
    bool cycles = p->canary_holds && isfinite(summary_cycles(p, cell));
    double unit = 1e9 / p->hz * (cycles ? p->clock.value : 1);
    size_t count = parts_each_launch(p, at, cycles ? parts_launch_cycles : parts_launch_ticks);
    json_t *launches = json_array();
    double *calls = p->scratch + count;
    count_calls(p, at, calls);
    for (size_t i = 0; i < count; i++)
        if (isfinite(p->scratch[i] * unit))
            json_array_append_new(
                launches, json_pack("{s:f, s:f}", "ns", p->scratch[i] * unit, "calls", calls[i]));
    return launches;
}

json_t *summary_launches(const struct record *r)
{
    const json_t *cells = json_object_get(r->manifest, "cells"), *cell;
    json_t *all = json_object();
    struct parts p;
    size_t i;
    if (summary_parts(r, &p) == 0 && !p.icount)
        json_array_foreach(cells, i, cell)
            json_object_set_new(all, json_string_value(json_object_get(cell, "cell")),
                                launches_of(&p, i));
    parts_free(&p);
    return all;
}
