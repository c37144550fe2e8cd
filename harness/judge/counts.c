/* SPDX-License-Identifier: MIT */
#include "judge/counts.h"

#include "summary/exact_counts.h"

#include <math.h>

/* A tick's handler never takes the same time in one pair of fifty. */
static const double share = 0.02;

static json_t *counts_of(const struct parts *p, size_t cell)
{
    double values[EXACT_MOST];
    json_t *counts = json_array();
    size_t size = exact_counts(p, cell, share, values);
    for (size_t i = 0; i < size; i++)
        if (values[i] >= 0 && values[i] < 1e15 && values[i] == rint(values[i]))
            json_array_append_new(counts, json_integer((json_int_t)values[i]));
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
            json_t *counts = counts_of(&p, i);
            if (name && json_array_size(counts))
                json_object_set(all, name, counts);
            json_decref(counts);
        }
    parts_free(&p);
    return all;
}
