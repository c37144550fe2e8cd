/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_H
#define SYSTOLL_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* How what is for people looks; the other formats take no notice. */
struct report_style {
    bool colour;
    int width; /* of a line, in characters */
};

/* A way to print a systoll.report/1 document. One file per format, one row in report_formats. */
struct report_format {
    const char *name;
    const char *help; /* one line for --help */
    /* Prints one document. 0, or -errno of the stream. */
    int (*print)(const json_t *report, FILE *out, struct report_style style);
};

extern const struct report_format report_table, report_json, report_csv, report_markdown;

extern const struct report_format *const report_formats[]; /* ends with NULL */

const struct report_format *report_format_by_name(const char *name);

#endif
