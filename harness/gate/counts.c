/* SPDX-License-Identifier: MIT */
#include "gate/counts.h"

#include "summary_parts.h"

#include <math.h>
#include <stdlib.h>

/* Blocks of n repetitions: the least that one took, and what most of them took. */
struct taken {
    double least, mode;
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct taken take(const struct parts *p, struct range at, uint64_t n)
{
    struct taken t = {NAN, NAN};
    size_t size = 0, most = 0;
    for (size_t i = at.from; i < at.to; i++)
        if (p->costs[i].n == n)
            p->scratch[size++] = p->costs[i].value;
    qsort(p->scratch, size, sizeof *p->scratch, by_value);
    for (size_t i = 0, end; i < size; i = end) {
        for (end = i; end < size && p->scratch[end] - p->scratch[i] < 0.5; end++)
            ;
        if (end - i > most) {
            most = end - i;
            t.mode = p->scratch[i];
        }
    }
    if (size)
        t.least = p->scratch[0];
    return t;
}

static void add(json_t *counts, double v)
{
    if (v >= 0 && v < 1e15 && v == rint(v))
        json_array_append_new(counts, json_integer((json_int_t)v));
}

/* A timer tick only adds, so the least is a true value; the mode is one in any case. */
static json_t *counts_of(const struct parts *p, struct range at)
{
    uint64_t fewer = UINT64_MAX, more = 0;
    json_t *counts = json_array();
    for (size_t i = at.from; i < at.to; i++) {
        fewer = p->costs[i].n < fewer ? p->costs[i].n : fewer;
        more = p->costs[i].n > more ? p->costs[i].n : more;
    }
    if (fewer >= more)
        return counts;
    double calls = (double)(more - fewer);
    struct taken few = take(p, at, fewer), many = take(p, at, more);
    double least = (many.least - few.least) / calls - p->turn;
    double mode = (many.mode - few.mode) / calls - p->turn;
    add(counts, fmin(least, mode));
    if (mode != least)
        add(counts, fmax(least, mode));
    return counts;
}

json_t *gate_counts(const struct record *r)
{
    struct parts p;
    json_t *all = json_object(), *cells = json_object_get(r->manifest, "cells"), *cell;
    size_t i;
    if (parts_make(r, &p) == 0 && p.icount)
        json_array_foreach(cells, i, cell) {
            const char *name = json_string_value(json_object_get(cell, "cell"));
            json_t *counts = counts_of(&p, parts_costs(&p, i));
            if (name && json_array_size(counts))
                json_object_set(all, name, counts);
            json_decref(counts);
        }
    parts_free(&p);
    return all;
}
