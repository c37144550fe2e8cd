/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_FIELDS_H
#define SYSTOLL_RECORD_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Which field of a line is wrong and how: a part of a sentence. */
struct complaint {
    char text[300];
};

enum kind { TEXT, NUMBER, SHARE, POSITIVE, AMOUNT, COUNT, REAL, FLAG, OBJECT, ARRAY };

/* One field of an object; tables of them end with a row without a name. */
struct field {
    const char *name;
    enum kind kind;
    bool optional; /* may be absent or null */
};
enum { REQUIRED = false, OPTIONAL = true };

bool check_kind(const json_t *v, enum kind kind);
/* Fills in what; always false. */
bool check_failed(struct complaint *what, const char *field, const char *how);
/* The object has the fields of the table; else false, with what is wrong. */
bool check_fields(const json_t *object, const struct field *f, struct complaint *what);
/* The field is one of the words (ends with NULL). */
bool check_one_of(const json_t *object, const char *field, const char *const *words);
/* Every element of the array is of that kind, or null where that is allowed. */
bool check_all(const json_t *array, enum kind kind, bool nullable);
/* A whole number from lo to hi; every element is one; every element is larger than the one before.
 */
bool check_in_range(const json_t *v, json_int_t lo, json_int_t hi);
bool check_all_in_range(const json_t *array, json_int_t lo, json_int_t hi);
bool check_ascending(const json_t *array);

#endif
