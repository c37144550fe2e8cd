/* SPDX-License-Identifier: MIT */
#include "curves.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 200 };

/* The slowest may lie ten times higher; they belong to the tail picture. */
static const double cut = 0.98;

static double at(const double *costs, size_t size, double q)
{
    return costs[(size_t)(q * (double)(size - 1) + 0.5)];
}

struct extent {
    double least, most;
    size_t label;
};

static size_t make_label(char *to, size_t size, const struct plot_cell *cell)
{
    snprintf(to, size, "%s%s%s", cell->call_name, *cell->detail ? " " : "", cell->detail);
    return strlen(to);
}

static void put_curve(struct curves *c, const struct plot_cell *cell, const double *costs,
                      size_t size, double height)
{
    char label[2 * PLOT_WORD];
    curves_begin(c, cell->path, cell->style);
    for (int i = 0; i <= STEPS; i++)
        curves_point(c, at(costs, size, (double)i / STEPS), 100.0 * i / STEPS);
    curves_end(c);
    make_label(label, sizeof label, cell);
    curves_label(c, cell->path, at(costs, size, height), 100 * height, cell->style, label);
}

/* Where the label of the i-th of k curves stands: each at a height of its own, so that no two of a
 * panel can overlap. */
static double label_height(size_t i, size_t k)
{
    return 0.94 - 0.9 * ((double)i + 0.5) / (double)k;
}

static size_t cells_of_path(const struct plot *p, size_t panel, const struct plot_cell **cells)
{
    size_t size = 0;
    for (size_t i = 0; i < p->size; i++)
        if (p->cells[i].path == panel)
            cells[size++] = &p->cells[i];
    return size;
}

static int by_value(const void *a, const void *b)
{
    const struct plot_cell *x = *(const struct plot_cell *const *)a;
    const struct plot_cell *y = *(const struct plot_cell *const *)b;
    return (x->value > y->value) - (x->value < y->value);
}

/* Adds the cell's curve, if any of its blocks was kept. */
static void put_cell(struct curves *c, const struct plot *p, const struct plot_cell *cell,
                     double height, struct extent *e)
{
    char label[2 * PLOT_WORD];
    size_t size, length = make_label(label, sizeof label, cell);
    double *costs = plot_costs(p, cell->index, &size);
    if (!costs)
        return;
    put_curve(c, cell, costs, size, height);
    e->least = fmin(e->least, costs[0]);
    e->most = fmax(e->most, at(costs, size, cut));
    e->label = length > e->label ? length : e->label;
    free(costs);
}

static void put_panel(struct curves *c, const struct plot *p, size_t panel)
{
    const struct plot_cell *cells[PLOT_MAX_CELLS];
    size_t k = cells_of_path(p, panel, cells);
    struct extent e = {.least = INFINITY};
    qsort(cells, k, sizeof *cells, by_value);
    for (size_t i = 0; i < k; i++)
        put_cell(c, p, cells[i], label_height(i, k), &e);
    bool some = isfinite(e.least) && e.least > 0;
    curves_panel(c, panel, cells[0]->path_name, "");
    fprintf(c->vars,
            "XMIN_%zu = %.17g\nXMAX_%zu = %.17g\nIN_PANEL_%zu = %zu\nLABEL_LENGTH_%zu = %zu\n",
            panel, some ? e.least : 1, panel, some ? e.most : 1, panel, k, panel, e.label);
}

static int write_ecdf(const struct plot *p, int dir)
{
    struct curves c;
    int rc = p->record->samples.size ? curves_open(&c, "ecdf", dir) : -ENODATA;
    if (rc < 0)
        return rc;
    for (size_t panel = 0; panel < p->paths; panel++)
        put_panel(&c, p, panel);
    fprintf(c.vars, "PANELS = %zu\n", p->paths);
    return curves_close(&c, p);
}

const struct picture picture_ecdf = {
    "ecdf", "How steady each path is: distribution of block costs",
    "Share of blocks at or below a cost per call, a panel for each path; the slowest 2 % of the "
    "blocks may lie outside.",
    write_ecdf, "the record holds no samples"};
