/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_H
#define SYSTOLL_PAGE_H

#include "page/part.h"

/* Prints a document as one HTML file that asks for no other: its parts that have something to show,
 * in their order (NULL ends them). The title is untrusted. 0, or -errno of the stream. */
int page_print(const char *title, const json_t *document, const struct page_part *const *parts,
               FILE *out);

#endif
