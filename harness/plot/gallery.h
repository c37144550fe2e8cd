/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_GALLERY_H
#define SYSTOLL_PLOT_GALLERY_H

#include "plot.h"

enum { GALLERY_FILES = 4 };

/* How a picture's files end: ".svg", "-dark.svg", ".png", "-dark.png". */
extern const char *const gallery_suffixes[GALLERY_FILES];

/* A picture that scripts/plots/NAME.gp draws. */
struct drawing {
    const char *name, *title;
    const void *of;
    int (*write)(const struct drawing *d, int dir); /* its files, as picture.write */
    char *(*describe)(const struct drawing *d);     /* for <desc>: malloc'ed, NULL without memory */
};

/* Draws the pictures with the gnuplot scripts of that folder and puts the files into the
 * directory, replacing whatever has their names (a link too, never what it points to); they are
 * made in a private folder within it and appear when all are whole. drawn[i] says whether
 * drawings[i] was. 0; or -errno with one sentence in error and the directory as it was. */
int gallery_draw_all(const struct drawing *drawings, size_t size, int dir, const char *scripts,
                     bool *drawn, char *error, size_t error_size);
/* The same with every row of pictures, of one record. */
int gallery_draw(const struct plot *p, int dir, const char *scripts, bool *drawn, char *error,
                 size_t error_size);

#endif
