/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_SVG_H
#define SYSTOLL_PLOT_SVG_H

#include <stddef.h>
#include <stdio.h>

/* Copies text as printable ASCII, shortened as by text_fit, without what gnuplot interprets in a
 * data field, or XML in a text: quotes and backticks become ', a backslash /, the end of ]]> and
 * all other bytes ?. */
void plot_clean(char *to, size_t size, const char *from);
/* A clean copy of text of any length, to be freed; NULL without memory. */
char *plot_clean_copy(const char *text);

/* The SVG with its first <title> and <desc> replaced, all other titles, which are gnuplot's code,
 * left out, the texts escaped, and bold made bold. A
 * malloc'ed string, or NULL where it has none or there is no memory. */
char *svg_describe(const char *svg, const char *title, const char *description);
/* For the pictures: text of any length, made clean. */
void plot_put(FILE *out, const char *text);
/* Three significant digits, and all of the whole ones: "14.1", "446", "4840". */
const char *plot_number(char *to, size_t size, double value);

#endif
