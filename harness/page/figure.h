/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_FIGURE_H
#define SYSTOLL_PAGE_FIGURE_H

#include "page/track.h"

#include <jansson.h>
#include <stdio.h>

/* A figure with a row for each measured cell: its path, marks on one axis, its cost; the cells of a
 * call below its name, in the document's order. */
struct figure {
    const char *caption; /* how it is to be read */
    /* Makes room on the axis for what mark shows of a cell; and shows it. */
    void (*hold)(struct track *t, const json_t *report, const json_t *cell);
    void (*mark)(const struct track *t, const json_t *report, const json_t *cell, FILE *out);
};

/* The axis of all measured cells, not closed yet. */
struct track figure_axis(const json_t *report,
                         void (*hold)(struct track *t, const json_t *report, const json_t *cell));
/* Room for a cell's cost with its interval. */
void figure_hold_cost(struct track *t, const json_t *report, const json_t *cell);
/* Nothing where no cell has a value. */
void figure_print(const struct figure *f, const json_t *report, FILE *out);

#endif
