/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEXT_H
#define SYSTOLL_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Makes UTF-8 text from an untrusted file safe for a terminal, in place: control characters (C0,
 * DEL, C1) become '?', and so does every byte of a direction override or isolate. */
void text_printable(char *text);

/* Makes any bytes UTF-8, in place: each byte that belongs to no character becomes '?'. */
void text_utf8(char *text);

/* Texts of bounded size, where a cut end would say something else, or nothing: what doesn't fit is
 * replaced by "..." in the middle, between whole characters, so that a sentence keeps what it is
 * about and what to do; and the result is UTF-8. size is at least 16. */
void text_fit(char *text, size_t size, const char *whole);
/* As snprintf otherwise; an argument may be text itself. */
void text_say(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void text_vsay(char *text, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Whether a list, whose words are separated by spaces, has that word. */
bool text_lists(const char *list, const char *word);

#endif
