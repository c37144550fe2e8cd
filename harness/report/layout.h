/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_LAYOUT_H
#define SYSTOLL_REPORT_LAYOUT_H

#include <jansson.h>
#include <stdio.h>

/* What the printed formats have in common. Text that comes in is printable (report_text), but for
 * report_csv_value, which makes it so. */

/* Lines of a file or a pipe; the least and the most that a terminal is given. */
enum { LAYOUT_WIDTH = 100, LAYOUT_LEAST = 40, LAYOUT_MOST = 120, LAYOUT_GAP = 2 };

/* Characters, as a terminal counts those of Latin text: code points. */
int layout_length(const char *text);
/* Cuts in place to so many characters; the last one then says that there was more. */
void layout_cut(char *text, int width);
/* So many spaces; none where width is negative. */
void layout_pad(FILE *out, int width);
/* Text in lines of that width that break after a gap (" " or ", "), elsewhere only where they must;
 * the writer stands at column indent. */
void layout_paragraph(FILE *out, int width, int indent, const char *gap, const char *text);

/* Makes the columns of a table, LAYOUT_GAP apart, fit into a line: a column that has to go gets the
 * width 0, those of rank 1 first, then 2 and so on; rank 0 stays. Where that is not enough, the
 * column of names, at that index, gets narrower. A width of 0 is no column from the start. */
void layout_fit(int *widths, const int *ranks, int size, int names, int width);
/* Says which columns, as "a, b", a line had no room for; nothing where there are none. */
void layout_left_out(FILE *out, int width, const char *titles);

#endif
