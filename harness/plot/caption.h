/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_CAPTION_H
#define SYSTOLL_PLOT_CAPTION_H

#include "plot/plot.h"

/* Writes a picture's files: its data, and NAME-text.tsv, the title and the lines below the picture.
 * As picture.write. */
int plot_write(const struct picture *picture, const struct plot *p, int dir);

/* The picture's description with n, machine and (headline) every value: for <desc>. A malloc'ed
 * string, or NULL without memory. */
char *plot_describe(const struct picture *picture, const struct plot *p);
void plot_wrapped(FILE *out, int kind, const char *text);
void plot_line(FILE *out, int kind, const char *text);

#endif
