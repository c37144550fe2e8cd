/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MODES_H
#define SYSTOLL_MODES_H

#include <stdbool.h>
#include <stddef.h>

/* Two costs between which a cell alternated, in the unit of the values. */
struct modes {
    double low, high; /* medians of the two groups */
    double low_share; /* 0 to 1, of all values */
};

/* Whether positive values (sorted in place) fall into two groups: split where it explains most of
 * the variance (Otsu 1979), each with a tenth of the values at least, 2 % apart and more, and
 * further apart than four of their own widths (Ashman's D, 1994). The slowest 5 % are left out. */
bool modes_find(double *values, size_t size, struct modes *m);

#endif
