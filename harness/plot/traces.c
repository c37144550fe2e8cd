/* SPDX-License-Identifier: MIT */
#include "plot/traces.h"

#include "stats/estimate.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

int timeline_make(struct timeline *t, const struct samples *s)
{
    t->round = calloc(s->size, sizeof *t->round);
    t->rounds = 0;
    if (!t->round)
        return -ENOMEM;
    for (size_t i = 0; i < s->size; i++) {
        const struct sample *now = &s->data[i], *last = i ? &s->data[i - 1] : now;
        if (i == 0 || now->launch != last->launch || now->round != last->round)
            t->rounds++;
        t->round[i] = t->rounds - 1;
    }
    return 0;
}

size_t timeline_pools(const struct timeline *t)
{
    return t->rounds < TRACE_POOLS ? t->rounds : TRACE_POOLS;
}

static size_t pool_of(const struct timeline *t, size_t sample)
{
    return t->round[sample] * timeline_pools(t) / t->rounds;
}

int trace_cell(struct trace *out, const struct plot *p, const struct timeline *t, size_t cell)
{
    const struct samples *s = &p->record->samples;
    double *costs = calloc(s->size, sizeof *costs);
    size_t i = 0;
    if (!costs)
        return -ENOMEM;
    for (size_t pool = 0; pool < TRACE_POOLS; pool++) {
        size_t size = 0;
        for (; i < s->size && pool_of(t, i) == pool; i++)
            if (s->data[i].cell == cell && !s->data[i].flags && s->data[i].n)
                costs[size++] = ((double)s->data[i].ticks - p->empty) / (double)s->data[i].n;
        out->pool[pool] = quantile(costs, size, 0.5);
    }
    free(costs);
    return 0;
}

void trace_relative(struct trace *t)
{
    double values[TRACE_POOLS];
    size_t size = 0;
    for (size_t pool = 0; pool < TRACE_POOLS; pool++)
        if (isfinite(t->pool[pool]))
            values[size++] = t->pool[pool];
    double middle = quantile(values, size, 0.5);
    for (size_t pool = 0; pool < TRACE_POOLS; pool++)
        t->pool[pool] /= middle;
}

void trace_middle(struct trace *out, const struct trace *traces, size_t size)
{
    double values[PLOT_MAX_CELLS];
    for (size_t pool = 0; pool < TRACE_POOLS; pool++) {
        size_t k = 0;
        for (size_t i = 0; i < size; i++)
            if (isfinite(traces[i].pool[pool]))
                values[k++] = traces[i].pool[pool];
        out->pool[pool] = quantile(values, k, 0.5);
    }
}

static bool find_role(const struct plot *p, const char *role, size_t *index)
{
    const json_t *cells = json_object_get(p->record->manifest, "cells");
    for (*index = 0; *index < json_array_size(cells); ++*index)
        if (json_is(json_array_get(cells, *index), "role", role))
            return true;
    return false;
}

int trace_canary(struct trace *out, const struct plot *p, const struct timeline *t)
{
    struct trace add;
    size_t mul_index, add_index;
    bool some = false;
    if (!find_role(p, "canary_mul", &mul_index) || !find_role(p, "canary_add", &add_index))
        return -ENODATA;
    int rc = trace_cell(out, p, t, mul_index);
    rc = rc ? rc : trace_cell(&add, p, t, add_index);
    for (size_t pool = 0; pool < TRACE_POOLS && !rc; pool++) {
        out->pool[pool] /= add.pool[pool];
        some |= isfinite(out->pool[pool]);
    }
    return rc || some ? rc : -ENODATA;
}
