/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_HTML_H
#define SYSTOLL_PAGE_HTML_H

#include <stdbool.h>
#include <stdio.h>

/* All that a page says goes through here; text is made printable and escaped, so that markup in it
 * stays text. */

void html_text(const char *text, FILE *out);
/* Takes a malloc'ed text; NULL: out of memory, which is said. */
void html_own(char *text, FILE *out);
/* A paragraph of that class (NULL: of none), and one of a text that it takes; nothing where the
 * text is empty. */
void html_paragraph(const char *class, const char *text, FILE *out);
void html_own_paragraph(const char *class, char *text, FILE *out);

/* A table in a box of its own, which scrolls where the page is too narrow; the label is for those
 * who can't see it. Between begin and end come rows, of cells aligned left or right. */
void html_table_begin(const char *label, FILE *out);
void html_table_end(FILE *out);
/* The row of titles: begin, html_title of each column, end. */
void html_titles_begin(FILE *out);
void html_title(const char *title, bool left, FILE *out);
void html_titles_end(FILE *out);
/* parted: a line above it. */
void html_row_begin(bool parted, FILE *out);
void html_cell(const char *text, bool left, FILE *out);
/* The cell that names its row. */
void html_name(const char *text, FILE *out);
void html_row_end(FILE *out);

/* A list of names and what is said of each: begin, html_fact of each, end; a fact takes its text,
 * and is left out where that is empty. */
void html_facts_begin(FILE *out);
void html_fact(const char *name, char *text, FILE *out);
void html_facts_end(FILE *out);

#endif
