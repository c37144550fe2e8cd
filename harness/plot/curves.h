/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_CURVES_H
#define SYSTOLL_PLOT_CURVES_H

#include "plot/plot.h"

/* A picture of panels, each with curves: NAME.tsv (blocks of "x y", two blank lines between),
 * NAME-labels.tsv ("panel x y style text"), NAME-panels.tsv ("panel title detail"), NAME.gpvars. */
struct curves {
    const char *name;
    FILE *data, *labels, *panels, *vars;
    size_t curves, points; /* curves begun and ended; points of the one at work */
};

/* Opens the four files. 0 or -errno, with nothing left open. */
int curves_open(struct curves *c, const char *name, int dir);
/* Writes CURVES and the unit, and closes. 0; -ENODATA where there was no curve; or -errno where
 * something did not reach a file. */
int curves_close(struct curves *c, const struct plot *p);

/* Begins a curve of that panel: its assignments CURVE_PANEL_i and CURVE_STYLE_i. */
void curves_begin(struct curves *c, size_t panel, int style);
void curves_point(struct curves *c, double x, double y);
void curves_end(struct curves *c);

void curves_label(struct curves *c, size_t panel, double x, double y, int style, const char *text);
void curves_panel(struct curves *c, size_t panel, const char *title, const char *detail);

#endif
