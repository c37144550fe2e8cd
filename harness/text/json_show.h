/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JSON_SHOW_H
#define SYSTOLL_JSON_SHOW_H

#include <jansson.h>
#include <stddef.h>

/* Values of a document for people: printable, whatever the document holds. */

/* A number or an integer as it is shown; "-" for anything else. */
void json_show_value(const json_t *v, int digits, char *text, size_t size);
/* A string, shortened as by text_fit; "" where it is none. Returns text. */
const char *json_show_text(const json_t *string, char *text, size_t size);
/* The same, however long; the caller frees it. NULL: out of memory. */
char *json_show_whole(const json_t *string);
/* The string of that key, as json_show_text. */
const char *json_show_string(const json_t *object, const char *key, char *text, size_t size);

#endif
