/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_JSON_H
#define SYSTOLL_JSON_H

#include <jansson.h>
#include <stdbool.h>

/* What a member of an object says, whatever it is: jansson's own read what is there and right. */

/* NAN where it is absent or no number. */
double json_number_of(const json_t *object, const char *key);
/* "" where it is absent or no string. */
const char *json_text_of(const json_t *object, const char *key);
/* Whether it is that string. */
bool json_is(const json_t *object, const char *key, const char *text);

/* A new reference to a copy; null where it is absent. */
json_t *json_copy_of(const json_t *object, const char *key);
/* A new number; null for what is not finite, which JSON can't say. */
json_t *json_real_or_null(double v);

#endif
