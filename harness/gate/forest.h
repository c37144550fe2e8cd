/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_FOREST_H
#define SYSTOLL_GATE_FOREST_H

#include "plot/gallery.h"

#include <jansson.h>

/* The forest plot of a systoll.gate/1 document, which must outlive it: each cell judged by time,
 * its change with its interval and margin, and what A showed of itself. Its write gives -ENODATA
 * where no cell has a change. */
struct drawing gate_forest(const json_t *answer);

#endif
