/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_PLOT_ROWS_H
#define SYSTOLL_PLOT_PLOT_ROWS_H

#include "plot/plot.h"

/* Writes what stands in rows below each other, by put, and its calls: row, 0 call or 1 detail, its
 * text. Returns how many rows high the picture is. */
double plot_rows(const struct plot *p, FILE *rows, FILE *calls,
                 void (*put)(FILE *out, const struct plot *p, const struct plot_cell *c,
                             double row));

#endif
