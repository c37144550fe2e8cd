/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_MARKDOWN_H
#define SYSTOLL_REPORT_MARKDOWN_H

#include <jansson.h>
#include <stdio.h>

/* Text with what could mark up escaped, and a name as code. */
void report_markdown_text(const char *text, FILE *out);
void report_markdown_name(const char *name, FILE *out);
/* Machine, run, what disturbed it, warnings. */
void report_markdown_heading(const json_t *report, FILE *out);
/* What contexts make of cells, as a table with its legend; nothing where no cell is in one. */
void report_markdown_contexts(const json_t *report, FILE *out);

#endif
