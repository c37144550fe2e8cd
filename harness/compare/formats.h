/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_FORMATS_H
#define SYSTOLL_COMPARE_FORMATS_H

#include "report/report.h"

/* Ways to print a systoll.compare/1 document: as report_formats, one file and one row each. */
extern const struct report_format compare_table, compare_csv, compare_markdown, compare_html;
extern const struct report_format *const compare_formats[]; /* ends with NULL */

#endif
