/* SPDX-License-Identifier: MIT */
#include "plot/curves.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 200 };

/* The slowest may lie ten times higher; they belong to the tail picture. */
static const double cut = 0.98;

static double cost_at(const double *costs, size_t size, double q)
{
    return costs[(size_t)(q * (double)(size - 1) + 0.5)];
}

/* A panel's axis: logarithmic where one scale of nanoseconds would not show every curve. */
struct axis {
    double least, most, end;
    bool log;
};

/* What an axis is linear in. */
static double position(const struct axis *a, double x)
{
    return a->log ? log(x) : x;
}

/* Makes the axis long enough for a text that begins at x: a letter takes some 6.2 pixels of a
 * panel's 380. */
static void make_room(struct axis *a, double x, size_t letters)
{
    double share = fmin(0.7, (24 + 6.2 * (double)letters) / 380);
    double from = position(a, a->least), end = from + (position(a, x) - from) / (1 - share);
    a->end = fmax(a->end, a->log ? exp(end) : end);
}

static void make_label(char *to, size_t size, const struct plot_cell *cell)
{
    snprintf(to, size, "%s%s%s", cell->call_name, *cell->detail ? " " : "", cell->detail);
}

static void put_curve(struct curves *c, const struct plot_cell *cell, const double *costs,
                      size_t size, double height)
{
    char label[2 * PLOT_WORD];
    curves_begin(c, cell->path, cell->style);
    for (int i = 0; i <= STEPS; i++) {
        double share = (double)i / (double)STEPS;
        curves_point(c, cost_at(costs, size, share), 100 * share);
    }
    curves_end(c);
    make_label(label, sizeof label, cell);
    curves_label(c, cell->path, cost_at(costs, size, height), 100 * height, cell->style, label);
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

struct panel {
    const char *name;
    const struct plot_cell *cells[PLOT_MAX_CELLS];
    double *costs[PLOT_MAX_CELLS];
    size_t sizes[PLOT_MAX_CELLS], size;
    struct axis axis;
};

/* Takes the cells of which a block was kept. */
static void load(struct panel *panel, const struct plot *p, size_t number)
{
    const struct plot_cell *all[PLOT_MAX_CELLS] = {0};
    size_t k = cells_of_path(p, number, all);
    qsort(all, k, sizeof *all, by_value);
    panel->name = k ? all[0]->path_name : "";
    panel->size = 0;
    panel->axis = (struct axis){.least = INFINITY};
    for (size_t i = 0; i < k; i++) {
        size_t at_end = panel->size;
        double *costs = plot_costs(p, all[i]->index, &panel->sizes[at_end]);
        if (!costs)
            continue;
        panel->cells[at_end] = all[i];
        panel->costs[at_end] = costs;
        panel->axis.least = fmin(panel->axis.least, costs[0]);
        panel->axis.most = fmax(panel->axis.most, cost_at(costs, panel->sizes[at_end], cut));
        panel->size++;
    }
}

static void fit_axis(struct panel *panel)
{
    struct axis *a = &panel->axis;
    char label[2 * PLOT_WORD];
    if (!panel->size)
        *a = (struct axis){1, 2, 2, false};
    a->log = a->least > 0 && a->most / a->least > 6;
    double margin = fmax(0.04 * (a->most - a->least), 0.001 * fabs(a->most));
    a->least = a->log ? a->least / 1.1 : a->least - margin;
    a->end = a->log ? a->most * 1.1 : a->most + margin;
    for (size_t i = 0; i < panel->size; i++) {
        make_label(label, sizeof label, panel->cells[i]);
        make_room(a, cost_at(panel->costs[i], panel->sizes[i], label_height(i, panel->size)),
                  strlen(label));
    }
}

static void put_panel(struct curves *c, const struct plot *p, struct panel *panel, size_t number)
{
    load(panel, p, number);
    fit_axis(panel);
    for (size_t i = 0; i < panel->size; i++) {
        put_curve(c, panel->cells[i], panel->costs[i], panel->sizes[i],
                  label_height(i, panel->size));
        free(panel->costs[i]);
    }
    curves_panel(c, number, panel->name, "");
    fprintf(c->vars, "XMIN_%zu = %.17g\nXMAX_%zu = %.17g\nXLOG_%zu = %d\nIN_PANEL_%zu = %zu\n",
            number, panel->axis.least, number, panel->axis.end, number, panel->axis.log, number,
            panel->size);
}

static int write_ecdf(const struct plot *p, int dir)
{
    struct curves c;
    struct panel *work = malloc(sizeof *work);
    int rc = work ? curves_open(&c, "ecdf", dir) : -ENOMEM;
    if (rc < 0) {
        free(work);
        return rc;
    }
    for (size_t panel = 0; panel < p->paths; panel++)
        put_panel(&c, p, work, panel);
    free(work);
    fprintf(c.vars, "PANELS = %zu\n", p->paths);
    return curves_close(&c, p);
}

const struct picture picture_ecdf = {
    "ecdf", "How steady each path is: distribution of block costs",
    "Share of blocks at or below a cost per call, a panel for each path; the slowest 2 % of the "
    "blocks may lie outside.",
    write_ecdf, "the record holds no samples"};
