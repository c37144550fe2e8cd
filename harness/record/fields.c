/* SPDX-License-Identifier: MIT */
#include "record/fields.h"

#include "text/text.h"

#include <math.h>
#include <string.h>

/* Larger numbers are of no machine, and a double holds not all of them. */
static const double largest = 9007199254740992; /* 2^53 */

bool check_failed(struct complaint *what, const char *field, const char *how)
{
    text_say(what->text, sizeof what->text, "'%s' %s", field, how);
    return false;
}

bool check_in_range(const json_t *v, json_int_t lo, json_int_t hi)
{
    return json_is_integer(v) && json_integer_value(v) >= lo && json_integer_value(v) <= hi;
}

bool check_kind(const json_t *v, enum kind kind)
{
    double number = json_number_value(v);
    switch (kind) {
    case TEXT:
        return json_is_string(v);
    case NUMBER:
        return json_is_number(v) && fabs(number) <= largest;
    case SHARE:
        return json_is_number(v) && number >= 0 && number <= 1;
    case POSITIVE:
        return json_is_number(v) && number > 0 && number <= largest;
    case AMOUNT:
        return json_is_number(v) && number >= 0 && number <= largest;
    case COUNT:
        return check_in_range(v, 0, (json_int_t)1 << 53);
    case REAL: /* jansson reads finite ones alone */
        return json_is_number(v);
    case FLAG:
        return json_is_boolean(v);
    case OBJECT:
        return json_is_object(v);
    case ARRAY:
        return json_is_array(v);
    }
    return false;
}

static const char *const kind_words[] = {
    [TEXT] = "is not a string",
    [NUMBER] = "is not a number within 2^53",
    [POSITIVE] = "is not a number above 0, of 2^53 at most",
    [AMOUNT] = "is not a number from 0 to 2^53",
    [SHARE] = "is not a number from 0 to 1",
    [COUNT] = "is not a whole number from 0 to 2^53",
    [REAL] = "is not a number",
    [FLAG] = "is neither true nor false",
    [OBJECT] = "is not an object",
    [ARRAY] = "is not an array",
};

bool check_fields(const json_t *object, const struct field *f, struct complaint *what)
{
    for (; f->name; f++) {
        const json_t *v = json_object_get(object, f->name);
        if (!v && !f->optional)
            return check_failed(what, f->name, "is missing");
        if (!v || (json_is_null(v) && f->optional))
            continue;
        if (!check_kind(v, f->kind))
            return check_failed(what, f->name, kind_words[f->kind]);
    }
    return true;
}

bool check_one_of(const json_t *object, const char *field, const char *const *words)
{
    const char *given = json_string_value(json_object_get(object, field));
    for (; given && *words; words++)
        if (strcmp(given, *words) == 0)
            return true;
    return false;
}

bool check_all(const json_t *array, enum kind kind, bool nullable)
{
    size_t i;
    json_t *v;
    json_array_foreach(array, i, v)
        if (!check_kind(v, kind) && !(nullable && json_is_null(v)))
            return false;
    return true;
}

bool check_ascending(const json_t *array)
{
    for (size_t i = 1; i < json_array_size(array); i++)
        if (json_integer_value(json_array_get(array, i - 1)) >=
            json_integer_value(json_array_get(array, i)))
            return false;
    return true;
}

bool check_all_in_range(const json_t *array, json_int_t lo, json_int_t hi)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!check_in_range(json_array_get(array, i), lo, hi))
            return false;
    return true;
}
