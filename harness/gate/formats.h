/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_FORMATS_H
#define SYSTOLL_GATE_FORMATS_H

#include "report/report.h"

/* Ways to print a systoll.gate/1 document: as report_formats, one file and one row each. */
extern const struct report_format gate_text, gate_json, gate_markdown, gate_junit, gate_github,
    gate_html;
extern const struct report_format *const gate_formats[]; /* ends with NULL */

#endif
