/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_GALLERY_H
#define SYSTOLL_PLOT_GALLERY_H

#include "plot.h"

enum { GALLERY_FILES = 4 };

/* How a picture's files end: ".svg", "-dark.svg", ".png", "-dark.png". */
extern const char *const gallery_suffixes[GALLERY_FILES];

/* Draws every picture with the gnuplot scripts of that folder and puts the files into the
 * directory, replacing whatever has their names (a link too, never what it points to); they are
 * made in a private folder within it and appear when all are whole. drawn[i] says whether
 * pictures[i] was. 0; or -errno with one sentence in error and the directory as it was. */
int gallery_draw(const struct plot *p, int dir, const char *scripts, bool *drawn, char *error,
                 size_t error_size);

#endif
