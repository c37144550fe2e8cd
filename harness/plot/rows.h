/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_ROWS_H
#define SYSTOLL_PLOT_ROWS_H

#include "plot/plot.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A picture of panels that share their rows, a row for each cell: NAME.tsv (panel, row, style,
 * value, lo, hi, base, base or else hi, kind, label; kind 1: muted, 2: no value), NAME-rows.tsv
 * (row, kind, text; kind 0: call, 1: its detail, 2: path), NAME-panels.tsv (panel, text),
 * NAME.gpvars. */
struct rows {
    FILE *data, *labels, *panels, *vars;
    struct plot_cell cell; /* the one at work */
    double row, top;       /* of the cell at work; where its call begins */
    double least, most;    /* of all values and intervals */
    size_t count;          /* rows begun */
};

/* What a panel shows of a cell: value NAN where only the label says why. */
struct row_value {
    double value, lo, hi, base; /* lo, hi, base: NAN where there is none */
    bool muted;
    char label[PLOT_WORD]; /* clean in plot_clean's sense */
};

/* Opens the files. 0 or -errno, with nothing left open. */
int rows_open(struct rows *r, const char *name, int dir);
/* Writes how far rows and values reach, and closes. 0; -ENODATA where there was no row; or -errno.
 */
int rows_close(struct rows *r);

void rows_panel(struct rows *r, size_t panel, const char *name, bool base);
/* Begins the row of a cell (plot_texts); cells of one call come one after the other. */
void rows_begin(struct rows *r, const json_t *cell);
void rows_value(struct rows *r, size_t panel, const struct row_value *v);

/* Says below the picture how many of the cells that have a figure are not in it, where there are
 * more than PLOT_MAX_CELLS. */
void rows_left_out(FILE *text, size_t cells);

#endif
