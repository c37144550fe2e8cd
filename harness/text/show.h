/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SHOW_H
#define SYSTOLL_SHOW_H

/* Numbers as people read them: plain decimals, never with an exponent. All that is shown of a
 * measured number goes through here; JSON and CSV have their own (json_text.h). */

enum { SHOW_NUMBER = 16 };

/* So many significant digits, and all of the whole ones, with four decimals at most: "14.10",
 * "446", "23500". From 1e10 on with the letter of a metric prefix: "12.3G". Returns text. */
const char *show_number(double v, int digits, char text[SHOW_NUMBER]);

/* The same with so many decimals. */
const char *show_fixed(double v, int decimals, char text[SHOW_NUMBER]);

/* The decimals that show_number gives v. */
int show_decimals(double v, int digits);

/* As show_number, without zeros at the end of its decimals, for sentences: "1" and "0.5". */
const char *show_short(double v, int digits, char text[SHOW_NUMBER]);

#endif
