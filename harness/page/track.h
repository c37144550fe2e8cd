/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_TRACK_H
#define SYSTOLL_PAGE_TRACK_H

#include <stdbool.h>
#include <stdio.h>

/* A figure of rows, each an inline SVG as wide as the page leaves room for: values lie on one
 * logarithmic axis, by share of the width, so that text around them keeps its size on a phone. */
struct track {
    double least, most; /* above 0 */
    bool ratio;         /* marked at 1, and not at decades alone */
};

/* An axis that nothing was put on yet; and with room for v, where that is above 0 and finite. */
struct track track_empty(void);
void track_hold(struct track *t, double v);
/* After the last value: a decade at least, and ends that are not at the edge. False where the axis
 * holds no value. */
bool track_close(struct track *t);
/* The same of ratios: with 1 on it, and a tenth on either side of that. */
bool track_close_ratio(struct track *t);

/* The axis with its decades as an SVG; what is to be read there is in the rows. */
void track_axis(const struct track *t, FILE *out);
/* A row: begin, marks of a colour, end. A mark whose figures are not above 0 and finite is left
 * out. style: the number of a path's colour (plot.h). */
void track_begin(const struct track *t, int style, FILE *out);
void track_lead(const struct track *t, double v, FILE *out);
void track_span(const struct track *t, double from, double to, const char *class, FILE *out);
void track_dot(const struct track *t, double v, FILE *out);
/* A small dot, so far below the row's middle as level says, -1 to 1; of another colour where it is
 * outside. */
void track_point(const struct track *t, double v, double level, bool outside, FILE *out);
void track_end(FILE *out);

#endif
