/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELECT_H
#define SYSTOLL_SELECT_H

#include "matrix/cell.h"
#include "matrix/select_words.h"

/* What was asked for; NULL: the default. Comma-separated names, cells may be shell patterns. */
struct selection {
    const char *abis, *paths, *calls, *clocks, *contexts, *cells;
};

/* The cells of the matrix that were asked for, in the tables' order, in new memory that the caller
 * frees. A pattern that matches none of the selected paths, calls and clocks is looked up in the
 * whole matrix; one without a context in those of contexts. 0, or -EINVAL with one sentence in
 * error, or -ENOMEM. */
int select_cells(const struct selection *s, struct cell **cells, size_t *size, char *error,
                 size_t error_size);

#endif
