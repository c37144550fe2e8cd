/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_MARKDOWN_H
#define SYSTOLL_REPORT_MARKDOWN_H

#include <stdio.h>

/* Text with what could mark up escaped, and a name as code. */
void report_markdown_text(const char *text, FILE *out);
void report_markdown_name(const char *name, FILE *out);

#endif
