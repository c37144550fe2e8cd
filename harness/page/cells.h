/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_CELLS_H
#define SYSTOLL_PAGE_CELLS_H

#include "stats/estimate.h"

#include <jansson.h>
#include <stdbool.h>

/* What the parts of a page ask of the cells of a systoll.report/1 document. */

bool cells_measured(const json_t *cell);
/* The loop around an empty function. */
bool cells_control(const json_t *cell);
/* The number of its path's colour. */
int cells_style(const json_t *cell);
/* Of one call, clock and context, in one program. */
bool cells_same_call(const json_t *a, const json_t *b);
/* Above 0 where the cell was measured; else NAN. ns; or instructions, of a document in these. */
struct estimate cells_cost(const json_t *report, const json_t *cell);
/* "i386/call:clock@context" for people; the caller frees it, NULL: out of memory. */
char *cells_call(const json_t *cell);

/* The document without the cells in contexts that are related to a hot one: what is said and drawn
 * of each call. To be freed; it shares what it holds. */
json_t *cells_hot(const json_t *report);

#endif
