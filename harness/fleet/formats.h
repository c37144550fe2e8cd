/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_FORMATS_H
#define SYSTOLL_FLEET_FORMATS_H

#include "fleet/view/view.h"
#include "report/report.h"

/* Ways to print a systoll.fleet/1 document: as report_formats, one file and one row each. */
extern const struct report_format fleet_table, fleet_json, fleet_csv, fleet_markdown, fleet_html;
extern const struct report_format *const fleet_formats[]; /* ends with NULL */

/* What table and Markdown print. */
extern const struct fleet_view fleet_view;

#endif
