/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_TAX_H
#define SYSTOLL_REPORT_TAX_H

#include "report/report.h"

/* What `systoll tax` prints of a document: what each context adds to each path, before the table of
 * its cells; as JSON and CSV the report itself. Ends with NULL. */
extern const struct report_format *const tax_formats[];

/* The document has such cells. */
bool tax_known(const json_t *report);

#endif
