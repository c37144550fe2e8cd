/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_RATIOS_H
#define SYSTOLL_PAGE_RATIOS_H

#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A figure of ratios: a row for each, on one logarithmic axis with a line at 1. */
struct ratio_figure {
    const char *caption;      /* how it is to be read */
    const char *what, *title; /* the titles of the names, and of the texts at the right */
    size_t size;              /* of rows */
    /* The row at that place: its name into name, the text at its right into text. False: there is
     * none. */
    bool (*row)(const json_t *of, size_t at, struct estimate *ratio, char *name, char *text);
};

enum { RATIOS_TEXT = 256 };

/* Nothing where no row has a ratio above 0. */
void ratios_print(const struct ratio_figure *r, const json_t *of, FILE *out);

#endif
