/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_PICTURES_H
#define SYSTOLL_COMPARE_PICTURES_H

#include "plot/gallery.h"

#include <jansson.h>

enum { COMPARE_PICTURES = 2, COMPARE_MOST_PANELS = 12 };

/* The pictures of a systoll.compare/1 document, which must outlive them: compare, a panel for each
 * record on one axis; and change, a panel for each record but the base, against it. Their write
 * gives -ENODATA where there is nothing to draw. */
void compare_drawings(const json_t *comparison, struct drawing drawings[COMPARE_PICTURES]);

#endif
