/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_H
#define SYSTOLL_REPORT_H

#include "output/output.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* How what is for people looks; the other formats take no notice. */
struct report_style {
    bool colour;
    int width; /* of a line, in characters */
};

/* How several documents are printed: with an empty line between them, which is for people; one
 * right after the other; or not at all, where readers of the format take one. */
enum report_several { REPORT_SPACED, REPORT_JOINED, REPORT_ONE };

/* A way to print a systoll.report/1 document. One file per format, one row in report_formats. */
struct report_format {
    const char *name;
    const char *help; /* one line for --help */
    /* Prints one document. 0, or -errno of the stream. */
    int (*print)(const json_t *report, FILE *out, struct report_style style);
    const struct output_kind *kind; /* of its files; NULL: it goes to standard output alone */
    enum report_several several;
    bool launches; /* prints each launch: the document has summary_launches as "launches" */
    bool page;     /* for a browser: not printed to a terminal, and shows records side by side */
};

#define FORMAT(name) extern const struct report_format report_##name;
#include "report/formats.def"
#undef FORMAT

extern const struct report_format *const report_formats[]; /* ends with NULL */

#endif
