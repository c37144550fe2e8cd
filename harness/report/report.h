/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_H
#define SYSTOLL_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A way to print a systoll.report/1 document. One file per format, one row in report_formats. */
struct report_format {
    const char *name;
    const char *help; /* one line for --help */
    /* Prints one document; colour only where asked. 0, or -errno of the stream. */
    int (*print)(const json_t *report, FILE *out, bool colour);
};

extern const struct report_format report_table, report_json, report_csv, report_markdown;

extern const struct report_format *const report_formats[]; /* ends with NULL */

const struct report_format *report_format_by_name(const char *name);

#endif
