/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_STYLE_H
#define SYSTOLL_STYLE_H

#include "report/report.h"

/* How to print on that stream: in colour on a terminal, unless it is a dumb one or NO_COLOR is set
 * and not empty (no-color.org); in lines as wide as the terminal, within reason, 80 where it does
 * not say; elsewhere without colour, in lines of 100. */
struct report_style style_of(FILE *out);

#endif
