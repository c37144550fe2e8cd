/* SPDX-License-Identifier: MIT */
#include "plot/curves.h"

#include "stats/estimate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rounds are pooled, so that a curve has a hundred points however long the run was. */
enum { POOLS = 100 };

/* Medians of a cell's cost by pool; NAN where a pool has none. */
struct trace {
    double pool[POOLS];
};

struct timeline {
    size_t *round; /* ordinal of the round of each sample: rounds in the order in which they ran */
    size_t rounds;
};

static int make_timeline(struct timeline *t, const struct samples *s)
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

static size_t pool_of(const struct timeline *t, size_t sample)
{
    size_t pools = t->rounds < POOLS ? t->rounds : POOLS;
    return t->round[sample] * pools / t->rounds;
}

static int pool_medians(struct trace *out, const struct plot *p, const struct timeline *t,
                        size_t cell)
{
    const struct samples *s = &p->record->samples;
    double *costs = calloc(s->size, sizeof *costs);
    size_t i = 0;
    if (!costs)
        return -ENOMEM;
    for (size_t pool = 0; pool < POOLS; pool++) {
        size_t size = 0;
        for (; i < s->size && pool_of(t, i) == pool; i++)
            if (s->data[i].cell == cell && !s->data[i].flags && s->data[i].n)
                costs[size++] = ((double)s->data[i].ticks - p->empty) / (double)s->data[i].n;
        out->pool[pool] = quantile(costs, size, 0.5);
    }
    free(costs);
    return 0;
}

/* Divides by the median of the pools. */
static void make_relative(struct trace *t)
{
    double values[POOLS];
    size_t size = 0;
    for (size_t pool = 0; pool < POOLS; pool++)
        if (isfinite(t->pool[pool]))
            values[size++] = t->pool[pool];
    double middle = quantile(values, size, 0.5);
    for (size_t pool = 0; pool < POOLS; pool++)
        t->pool[pool] /= middle;
}

static void put_trace(struct curves *c, const struct timeline *t, const struct trace *trace,
                      size_t panel, int style)
{
    size_t pools = t->rounds < POOLS ? t->rounds : POOLS;
    curves_begin(c, panel, style);
    for (size_t pool = 0; pool < pools; pool++)
        if (isfinite(trace->pool[pool]))
            curves_point(c, ((double)pool + 0.5) * (double)t->rounds / (double)pools,
                         trace->pool[pool]);
    curves_end(c);
}

/* The path's own trace: the median of its cells, pool by pool. */
static void middle_trace(struct trace *out, const struct trace *traces, size_t size)
{
    double values[PLOT_MAX_CELLS];
    for (size_t pool = 0; pool < POOLS; pool++) {
        size_t k = 0;
        for (size_t i = 0; i < size; i++)
            if (isfinite(traces[i].pool[pool]))
                values[k++] = traces[i].pool[pool];
        out->pool[pool] = quantile(values, k, 0.5);
    }
}

struct extent {
    double least, most;
};

static void widen_extent(struct extent *y, const struct trace *t)
{
    for (size_t pool = 0; pool < POOLS; pool++) {
        y->least = fmin(y->least, t->pool[pool]);
        y->most = fmax(y->most, t->pool[pool]);
    }
}

/* A panel: a thin curve for each cell of the path, then, as its last, their median. */
static int put_panel(struct curves *c, const struct plot *p, const struct timeline *t, size_t panel,
                     struct extent *y)
{
    struct trace *traces = calloc(p->size + 1, sizeof *traces);
    const struct plot_cell *cell = NULL;
    size_t size = 0;
    int rc = traces ? 0 : -ENOMEM;
    for (size_t i = 0; i < p->size && rc == 0; i++) {
        if (p->cells[i].path != panel)
            continue;
        cell = &p->cells[i];
        rc = pool_medians(&traces[size], p, t, cell->index);
        make_relative(&traces[size]);
        put_trace(c, t, &traces[size], panel, cell->style);
        widen_extent(y, &traces[size++]);
    }
    if (rc == 0 && cell) {
        middle_trace(&traces[size], traces, size);
        put_trace(c, t, &traces[size], panel, cell->style);
        fprintf(c->vars, "LAST_%zu = %zu\n", panel, c->curves - 1);
        curves_panel(c, panel, cell->path_name, "");
    }
    free(traces);
    return rc;
}

static bool find_role(const struct plot *p, const char *role, size_t *index)
{
    const json_t *cells = json_object_get(p->record->manifest, "cells");
    for (*index = 0; *index < json_array_size(cells); ++*index) {
        const json_t *cell = json_array_get(cells, *index);
        const char *is = json_string_value(json_object_get(cell, "role"));
        if (is && strcmp(is, role) == 0)
            return true;
    }
    return false;
}

/* The ratio of the two chains: dependent multiplications take as many cycles at any frequency. */
static int put_canary(struct curves *c, const struct plot *p, const struct timeline *t)
{
    struct trace mul, add;
    size_t mul_index, add_index, panel = p->paths;
    if (!find_role(p, "canary_mul", &mul_index) || !find_role(p, "canary_add", &add_index))
        return 0;
    int rc = pool_medians(&mul, p, t, mul_index);
    rc = rc ? rc : pool_medians(&add, p, t, add_index);
    if (rc)
        return rc;
    bool some = false;
    for (size_t pool = 0; pool < POOLS; pool++) {
        mul.pool[pool] /= add.pool[pool];
        some |= isfinite(mul.pool[pool]);
    }
    if (!some)
        return 0;
    put_trace(c, t, &mul, panel, 0);
    const json_t *canary = json_object_get(json_object_get(p->report, "run"), "canary");
    double expected = json_number_value(json_object_get(canary, "expected"));
    fprintf(c->vars, "CANARY = %zu\nEXPECTED = %.17g\n", c->curves - 1, expected);
    curves_panel(c, panel, "canary: multiply / add (band: within 0.5 % of what is expected)", "");
    return 0;
}

static int put_all(struct curves *c, const struct plot *p, const struct timeline *t)
{
    struct extent y = {1, 1};
    int rc = 0;
    for (size_t panel = 0; panel < p->paths && rc == 0; panel++)
        rc = put_panel(c, p, t, panel, &y);
    fprintf(c->vars, "CANARY = -1\nPANELS = %zu\nROUNDS = %zu\nYMIN = %.17g\nYMAX = %.17g\n",
            p->paths, t->rounds, y.least, y.most);
    return rc ? rc : put_canary(c, p, t);
}

static int write_drift(const struct plot *p, int dir)
{
    struct timeline t;
    struct curves c;
    int rc = p->record->samples.size ? make_timeline(&t, &p->record->samples) : -ENODATA;
    if (rc < 0)
        return rc;
    rc = curves_open(&c, "drift", dir);
    if (rc == 0) {
        rc = put_all(&c, p, &t);
        int end = curves_close(&c, p);
        rc = rc ? rc : end;
    }
    free(t.round);
    return rc;
}

const struct picture picture_drift = {
    "drift", "Did the machine drift? Cost over the run",
    "Cost relative to each cell's own median, pooled over rounds: thin lines are cells, the thick "
    "line is the path's median.",
    write_drift, "the record holds no samples"};
