/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_LAYOUT_H
#define SYSTOLL_REPORT_LAYOUT_H

#include <jansson.h>
#include <stdio.h>

/* What the printed formats have in common. Text that comes in is printable (report_text), but for
 * report_csv_value, which makes it so. */

enum { LAYOUT_WIDTH = 100 };

/* Characters, as a terminal counts those of Latin text: code points. */
int layout_length(const char *text);
/* Cuts in place to so many characters; the last one then says that there was more. */
void layout_cut(char *text, int width);
/* So many spaces; none where width is negative. */
void layout_pad(FILE *out, int width);
/* Text in lines of LAYOUT_WIDTH that break after a gap (" " or ", "), elsewhere only where they
 * must; the writer stands at column indent. */
void layout_paragraph(FILE *out, int indent, const char *gap, const char *text);

/* A number unrounded or a text, in quotes where RFC 4180 wants them; nothing for null. */
void report_csv_value(const json_t *v, FILE *out);
/* Text with what could mark up escaped, and a name as code. */
void report_markdown_text(const char *text, FILE *out);
void report_markdown_name(const char *name, FILE *out);

#endif
