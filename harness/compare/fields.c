/* SPDX-License-Identifier: MIT */
#include "compare/fields.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* The field's values, all null while it is new; borrowed. */
static json_t *values_of(json_t *fields, const char *name, size_t size)
{
    json_t *values = json_object_get(fields, name);
    if (values)
        return values;
    values = json_array();
    for (size_t i = 0; i < size; i++)
        json_array_append_new(values, json_null());
    json_object_set_new(fields, name, values);
    return values;
}

static void put_inner(json_t *fields, const char *outer, const json_t *object, size_t at,
                      size_t size)
{
    const char *inner;
    json_t *value;
    json_object_foreach((json_t *)object, inner, value) {
        char *name;
        if (asprintf(&name, "%s.%s", outer, inner) < 0)
            return;
        json_array_set(values_of(fields, name, size), at, value);
        free(name);
    }
}

json_t *compare_fields(const struct compare_record *records, size_t size, const char *object)
{
    json_t *fields = json_object(), *value;
    const char *name;
    for (size_t i = 0; i < size; i++) {
        json_t *machine = json_object_get(records[i].report, "machine");
        json_object_foreach(json_object_get(machine, object), name, value) {
            if (json_is_object(value))
                put_inner(fields, name, value, i, size);
            else
                json_array_set(values_of(fields, name, size), i, value);
        }
    }
    return fields;
}

/* Whether two values are known and not the same; *unknown: whether one is not known. */
static bool differ(const json_t *values, bool *unknown)
{
    const json_t *first = NULL, *value;
    bool found = false;
    size_t i;
    *unknown = false;
    json_array_foreach(values, i, value) {
        *unknown |= json_is_null(value);
        if (json_is_null(value))
            continue;
        found |= first && !json_equal(first, value);
        first = first ? first : value;
    }
    return found;
}

static json_t *chosen(json_t *fields, bool different)
{
    json_t *list = json_array(), *values;
    const char *name;
    json_object_foreach(fields, name, values) {
        bool unknown, found = differ(values, &unknown);
        if (different ? found : unknown && !found)
            json_array_append_new(list, json_pack("{s:s, s:O}", "field", name, "values", values));
    }
    return list;
}

json_t *compare_fields_different(json_t *fields)
{
    return chosen(fields, true);
}

json_t *compare_fields_unknown(json_t *fields)
{
    return chosen(fields, false);
}
