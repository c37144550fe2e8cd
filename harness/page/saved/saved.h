/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_SAVED_H
#define SYSTOLL_PAGE_SAVED_H

#include "report/report.h"

#include <jansson.h>
#include <stddef.h>

/* Documents that were saved as JSON and are pages by themselves: the answer of a gate, and
 * scripts/bootmodes's comparison.json. */

/* The document in that regular file of at most 4 MiB, of which nothing is believed: what its page
 * needs is there, of the right type and size. A new reference; or NULL, with one sentence in error
 * where it says that it is such a document and is not, and with "" where it is something else. */
json_t *saved_read(const char *path, char *error, size_t size);

/* How such a document is printed; NULL: it is none. */
const struct report_format *saved_page(const json_t *document);

#endif
