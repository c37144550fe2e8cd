/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_AGAINST_FORMATS_H
#define SYSTOLL_FLEET_AGAINST_FORMATS_H

#include "fleet/view/view.h"
#include "report/report.h"

/* Ways to print a systoll.changes/1 document, named as those of a fleet; its JSON is printed as a
 * fleet's. */
extern const struct report_format changes_table, changes_csv, changes_markdown;
extern const struct report_format *const changes_formats[]; /* ends with NULL */

/* What table and Markdown print. */
extern const struct fleet_view changes_view;

#endif
