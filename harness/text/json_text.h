/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JSON_TEXT_H
#define SYSTOLL_JSON_TEXT_H

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

/* All JSON that people and programs read is written here, so that numbers look the same in all of
 * it: a double is the shortest text of 15 to 17 digits that reads back as the same double, 0.05 and
 * not 0.050000000000000003. */

enum { JSON_NUMBER = 32 };

/* That text of a finite double. In JSON ".0" follows where it would read back as an integer. */
void json_number_text(double v, char text[JSON_NUMBER]);

/* A sentence as a string, of any length; what in it is not UTF-8 becomes '?', so that it is never
 * lost. A new reference, or NULL without memory. */
json_t *json_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
json_t *json_vsay(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* As json_dumps with these flags (jansson's), a precision apart. Free it; NULL without memory or
 * where the value can't be written. */
char *json_text(const json_t *value, size_t flags);

/* The text and a newline, in ASCII, indented; further flags of jansson are added to that. 0 or
 * -errno; the stream is not flushed. */
int json_print(const json_t *value, size_t flags, FILE *out);

#endif
