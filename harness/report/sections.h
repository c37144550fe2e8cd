/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_SECTIONS_H
#define SYSTOLL_REPORT_SECTIONS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Where sections go, and of what report. */
struct sections {
    FILE *out;
    bool colour;
    int width; /* of a line */
    const json_t *report;
};

/* What follows is in that ink, where there is colour at all. */
#define INK_PLAIN "\033[0m"
#define INK_BOLD "\033[1m"
#define INK_DIM "\033[2m"
#define INK_RED "\033[31m"
#define INK_YELLOW "\033[33m"
void sections_ink(const struct sections *s, const char *ink);

/* What stands above a table: machine, run, what disturbed it, warnings. */
void sections_heading(const struct sections *s);

/* What contexts make of cells, with how it is to be read; nothing where no cell is in one. */
void sections_contexts(const struct sections *s);

/* What stands below a table: cells of two modes, events per call, what was not measured; each only
 * where there is something. */
void sections_print(const struct sections *s);

#endif
