/* SPDX-License-Identifier: MIT */
#include "fleet/strips.h"

#include "fleet/judge.h"

#include <math.h>
#include <stdlib.h>

enum { LEVELS = 13 };              /* dots above each other */
static const double place = 0.004; /* the width of a dot, on a natural logarithm */

struct dot {
    double ratio; /* its natural logarithm */
    bool outside;
};

bool strips_list(struct strips *s, const struct fleet_groups *g, size_t most)
{
    *s = (struct strips){.least = INFINITY, .most = -INFINITY};
    s->cells = calloc(most + 1, sizeof *s->cells);
    for (size_t i = 1; s->cells && i <= g->size; i++)
        for (size_t k = 0; k < g->groups[i].size; k++) {
            uint32_t cell = g->groups[i].cells[k].cell;
            size_t at = 0;
            while (at < s->size && s->cells[at] != cell)
                at++;
            if (at == s->size && s->size < most && isfinite(g->groups[i].cells[k].fence))
                s->cells[s->size++] = cell;
        }
    return s->cells;
}

static const struct fleet_cell *cell_of(const struct fleet_group *g, uint32_t cell)
{
    for (size_t i = 0; i < g->size; i++)
        if (g->cells[i].cell == cell && isfinite(g->cells[i].fence))
            return &g->cells[i];
    return NULL;
}

/* The host's dot in a cell; false where its time is not judged. */
static bool dot_of(const struct fleet *f, const struct fleet_groups *groups,
                   const struct fleet_host *h, uint32_t cell, size_t hint, struct dot *d)
{
    uint32_t group = f->setups[h->setup].group;
    const struct fleet_group *g = &groups->groups[group];
    const struct fleet_cell *c = group ? cell_of(g, cell) : NULL;
    const struct fleet_time *t = c ? fleet_time_of(h, cell, hint) : NULL;
    if (h->repeat || !t || fleet_busy(f, g, h))
        return false;
    d->ratio = log(fleet_value(f, g, t)[0]) - c->median;
    d->outside = fabs(d->ratio) > c->fence;
    return isfinite(d->ratio);
}

static int by_ratio(const void *a, const void *b)
{
    const struct dot *x = a, *y = b;
    return x->ratio < y->ratio ? -1 : x->ratio > y->ratio;
}

/* In the middle first, then to either side. */
static double level_of(int count)
{
    int step = (count + 1) / 2;
    double far = step / ((LEVELS - 1) / 2.0);
    return count % 2 ? far : -far;
}

static void put_dots(const struct dot *dots, size_t size, size_t row,
                     void (*put)(void *to, size_t row, const struct strip_dot *dot), void *to)
{
    double last = NAN;
    int count = 0;
    for (size_t i = 0; i < size; i++) {
        double at = floor(dots[i].ratio / place);
        count = at == last ? count + 1 : 0;
        last = at;
        const struct strip_dot dot = {exp(dots[i].ratio), level_of(count), dots[i].outside};
        if (count < LEVELS)
            put(to, row, &dot);
    }
}

bool strips_put(struct strips *s, const struct fleet *f, const struct fleet_groups *g,
                void (*put)(void *to, size_t row, const struct strip_dot *dot), void *to)
{
    struct dot *dots = calloc(f->size + 1, sizeof *dots);
    for (size_t row = 0; dots && row < s->size; row++) {
        size_t size = 0;
        for (size_t i = 1; i <= f->size; i++)
            size += dot_of(f, g, &f->hosts[i], s->cells[row], row, &dots[size]);
        qsort(dots, size, sizeof *dots, by_ratio);
        put_dots(dots, size, row, put, to);
        if (size) {
            s->least = fmin(s->least, dots[0].ratio);
            s->most = fmax(s->most, dots[size - 1].ratio);
        }
    }
    bool good = dots;
    free(dots);
    return good;
}
