/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_GALLERY_H
#define SYSTOLL_PLOT_GALLERY_H

#include "plot/plot.h"

#include <signal.h>

enum { GALLERY_FILES = 4, GALLERY_SVGS = 2 };

/* How a picture's files end: ".svg", "-dark.svg", ".png", "-dark.png", in this order. */
extern const char *const gallery_suffixes[GALLERY_FILES];

/* A picture that scripts/plots/NAME.gp draws. */
struct drawing {
    const char *name, *title;
    const void *of;
    int (*write)(const struct drawing *d, int dir); /* its files, as picture.write */
    char *(*describe)(const struct drawing *d);     /* for <desc>: malloc'ed, NULL without memory */
};

/* Where pictures go, and how. */
struct gallery_place {
    const char *scripts; /* the folder of gnuplot's scripts */
    int folder;
    const volatile sig_atomic_t *stop; /* above 0 ends gnuplot and the drawing; NULL: never */
    int files; /* out: of each picture; GALLERY_SVGS where no font is there for a PNG's text */
    size_t
        cleared; /* out: folders of earlier processes, killed while they drew, that were removed */
};

/* Draws the pictures and puts the files into the folder, replacing earlier pictures of their names
 * and nothing else; they are made in a private folder within it and appear when all are whole.
 * drawn[i] says whether drawings[i] was. 0; or -errno (-EINTR: stopped) with one sentence in error
 * and the folder as it was. */
int gallery_draw_all(const struct drawing *drawings, size_t size, struct gallery_place *place,
                     bool *drawn, char *error, size_t error_size);
/* The same with every row of pictures, of one record. */
int gallery_draw(const struct plot *p, struct gallery_place *place, bool *drawn, char *error,
                 size_t error_size);

#endif
