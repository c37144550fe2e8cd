/* SPDX-License-Identifier: MIT */
#include "plot/curves.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PER_DECADE = 12, MAX_POINTS = 9 * PER_DECADE };

/* A distribution of batch costs, merged over launches: sorted by cost. */
struct histogram {
    struct bar {
        double cost, count;
    } * bars;
    size_t size;
    double total;
};

static int by_cost(const void *a, const void *b)
{
    double x = ((const struct bar *)a)->cost, y = ((const struct bar *)b)->cost;
    return (x > y) - (x < y);
}

static int add_batch(struct histogram *h, const struct plot *p, const struct batch *b)
{
    const struct batches *all = &p->record->batches;
    struct bar *bars = reallocarray(h->bars, h->size + b->to - b->from + 1, sizeof *bars);
    if (!bars)
        return -ENOMEM;
    h->bars = bars;
    for (size_t i = b->from; i < b->to && b->n > 0; i++) {
        double cost = ((double)all->ticks[i] - p->empty) / (double)b->n * p->per_tick;
        h->bars[h->size++] = (struct bar){cost, (double)all->count[i]};
        h->total += (double)all->count[i];
    }
    return 0;
}

static int merge(struct histogram *h, const struct plot *p, size_t cell)
{
    const struct batches *all = &p->record->batches;
    int rc = 0;
    *h = (struct histogram){0};
    for (size_t i = 0; i < all->size && rc == 0; i++)
        if (all->data[i].cell == cell)
            rc = add_batch(h, p, &all->data[i]);
    if (h->size)
        qsort(h->bars, h->size, sizeof *h->bars, by_cost);
    return rc;
}

/* What share 1 - 1/x of the batches does not exceed, at x = 1 ... total in equal log steps. Returns
 * the last cost. */
static double put_curve(struct curves *c, const struct histogram *h)
{
    double below = h->bars[0].count, x = 1;
    size_t at = 0;
    for (int i = 0; i < MAX_POINTS && x <= h->total; i++) {
        x = pow(10, (double)i / (double)PER_DECADE);
        double rank = (x < h->total ? 1 - 1 / x : 1 - 1 / h->total) * h->total;
        while (below <= rank && at + 1 < h->size)
            below += h->bars[++at].count;
        curves_point(c, fmin(x, h->total), fmax(h->bars[at].cost, 1e-3));
    }
    curves_end(c);
    return fmax(h->bars[at].cost, 1e-3);
}

struct tail_range {
    double least, most, x;
};

struct end {
    const struct plot_cell *cell;
    double x, y;
};

static void widen_range(struct tail_range *r, const struct histogram *h)
{
    r->least = fmin(r->least, fmax(h->bars[0].cost, 1e-3));
    r->most = fmax(r->most, fmax(h->bars[h->size - 1].cost, 1e-3));
    r->x = fmax(r->x, h->total);
}

static int put_cells(struct curves *c, const struct plot *p, struct end *ends, struct tail_range *r)
{
    size_t size = 0;
    for (size_t i = 0; i < p->size; i++) {
        struct histogram h;
        if (plot_is_control(&p->cells[i]))
            continue;
        int rc = merge(&h, p, p->cells[i].index);
        if (rc == 0 && h.bars && h.total > 0) {
            curves_begin(c, p->cells[i].call, p->cells[i].style);
            double last = put_curve(c, &h);
            ends[size++] = (struct end){&p->cells[i], h.total, last};
            widen_range(r, &h);
        }
        free(h.bars);
        if (rc < 0)
            return rc;
    }
    return (int)size;
}

static int by_height(const void *a, const void *b)
{
    const struct end *x = a, *y = b;
    if (x->cell->call != y->cell->call)
        return x->cell->call < y->cell->call ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

/* Moves labels up the log axis until they are a line of text apart, then back below the ceiling: a
 * panel is about 14 lines high. */
static void spread(double *y, size_t size, double line, double ceiling)
{
    for (size_t i = 1; i < size; i++)
        y[i] = fmax(y[i], y[i - 1] * line);
    for (size_t i = size; i-- > 0; ceiling = y[i] / line)
        y[i] = fmin(y[i], ceiling);
}

/* Labels near the ends of one panel's curves, ends sorted by height. */
static void put_labels(struct curves *c, const struct end *ends, size_t size,
                       const struct tail_range *r)
{
    double y[PLOT_MAX_CELLS], line = pow(r->most / r->least, 1 / 14.0);
    for (size_t i = 0; i < size; i++)
        y[i] = ends[i].y;
    spread(y, size, line, r->most / sqrt(line));
    for (size_t i = 0; i < size; i++) {
        const struct plot_cell *cell = ends[i].cell;
        fprintf(c->labels, "%zu\t%.9g\t%.9g\t%.9g\t%d\t%s\n", cell->call, ends[i].x, ends[i].y,
                y[i], cell->style, cell->path_name);
    }
    curves_panel(c, ends->cell->call, ends->cell->call_name, ends->cell->detail);
}

static void put_panels(struct curves *c, struct end *ends, size_t size, struct tail_range *r)
{
    r->least /= 1.4;
    r->most *= 1.6;
    qsort(ends, size, sizeof *ends, by_height);
    for (size_t i = 0, k; i < size; i = k) {
        for (k = i; k < size && ends[k].cell->call == ends[i].cell->call;)
            k++;
        put_labels(c, ends + i, k - i, r);
    }
    fprintf(c->vars, "YMIN = %.17g\nYMAX = %.17g\nXMAX = %.17g\nPANELS = %zu\n", r->least, r->most,
            fmax(r->x, 2), ends[size - 1].cell->call + 1);
}

static int write_tail(const struct plot *p, int dir)
{
    struct curves c;
    struct end ends[PLOT_MAX_CELLS];
    struct tail_range r = {.least = INFINITY};
    int rc = curves_open(&c, "tail", dir);
    if (rc < 0)
        return rc;
    int size = put_cells(&c, p, ends, &r);
    if (size > 0)
        put_panels(&c, ends, (size_t)size, &r);
    rc = curves_close(&c, p);
    return size < 0 ? size : rc;
}

const struct picture picture_tail = {
    "tail", "The slowest calls: percentiles of small batches",
    "Cost per call in batches of a few calls that the given share of batches does not exceed, a "
    "panel for each call; both axes are logarithmic.",
    write_tail, "the record holds no batches"};
