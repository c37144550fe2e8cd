/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_PUT_H
#define SYSTOLL_PLOT_PUT_H

#include "plot/plot.h"

/* Renames files from one folder into another of the same file system: all of them, or none. What
 * has their names has to be an earlier picture, and is kept in from as NAME.old until they are all
 * there. 0; or -errno with one sentence in error and into as it was. */
int put_all(char (*names)[PLOT_WORD], size_t size, int from, int into, char *error,
            size_t error_size);

#endif
