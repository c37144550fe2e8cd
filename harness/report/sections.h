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

/* What contexts make of cells, with how it is to be read; nothing where no cell is in one. */
void sections_contexts(const struct sections *s);

/* What stands below a table: cells of two modes, events per call, what was not measured; each only
 * where there is something. */
void sections_print(const struct sections *s);

#endif
