/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_CELLS_H
#define SYSTOLL_SUMMARY_CELLS_H

#include "summary/parts.h"

/* The centre of one cell in ticks; NAN where nothing was timed. */
double summary_centre(const struct parts *p, size_t cell);
/* The same in cycles; NAN also where no canary holds. */
double summary_cycles(const struct parts *p, size_t cell);

/* The array of results for a report, one for each cell of role "cell"; NULL without memory. */
json_t *summary_cells(const struct record *r, const struct parts *p);

#endif
