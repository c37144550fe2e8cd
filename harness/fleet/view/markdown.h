/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_VIEW_MARKDOWN_H
#define SYSTOLL_FLEET_VIEW_MARKDOWN_H

#include "fleet/view/view.h"

#include <stdio.h>

/* Lines as a list, and one table of all parts. 0, or -errno of the stream. */
int fleet_print_markdown(const struct fleet_view *v, const json_t *document, FILE *out);

#endif
