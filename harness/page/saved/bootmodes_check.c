/* SPDX-License-Identifier: MIT */
#include "page/saved/bootmodes_check.h"

#include "text/json.h"

/* A table has a row for each name of a cell, and a column for each boot. */
#define MAX_SHOWN ((size_t)1 << 18)

static const struct field document_fields[] = {
    {"unit", TEXT, REQUIRED},     {"qemu", TEXT, OPTIONAL},      {"cpu_model", TEXT, REQUIRED},
    {"base", TEXT, REQUIRED},     {"failures", ARRAY, REQUIRED}, {"boots", ARRAY, REQUIRED},
    {"changes", ARRAY, REQUIRED}, {"cells", ARRAY, REQUIRED},    {NULL, TEXT, REQUIRED},
};

static const struct field boot_fields[] = {
    {"boot", TEXT, REQUIRED},          {"kernel", TEXT, REQUIRED},    {"mode", TEXT, REQUIRED},
    {"options", TEXT, REQUIRED},       {"boots", COUNT, REQUIRED},    {"accel", TEXT, REQUIRED},
    {"emulated", FLAG, REQUIRED},      {"reason", TEXT, OPTIONAL},    {"console", ARRAY, REQUIRED},
    {"unknown_words", TEXT, OPTIONAL}, {"verdict", OBJECT, OPTIONAL}, {NULL, TEXT, REQUIRED},
};

static const struct field verdict_fields[] = {
    {"works", TEXT, REQUIRED}, {"faults", TEXT, REQUIRED},    {"page", TEXT, OPTIONAL},
    {"costs", TEXT, REQUIRED}, {"attacker", ARRAY, REQUIRED}, {"checks", TEXT, REQUIRED},
    {NULL, TEXT, REQUIRED},
};

static const struct field cell_fields[] = {
    {"kernel", TEXT, REQUIRED},         {"mode", TEXT, REQUIRED},  {"options", TEXT, REQUIRED},
    {"cell", TEXT, REQUIRED},           {"path", TEXT, REQUIRED},  {"call", TEXT, REQUIRED},
    {"clock", TEXT, OPTIONAL},          {"state", TEXT, REQUIRED}, {"reason", TEXT, OPTIONAL},
    {"instructions", AMOUNT, OPTIONAL}, {"ns", OBJECT, OPTIONAL},  {"cycles", OBJECT, OPTIONAL},
    {"difference", OBJECT, OPTIONAL},   {NULL, TEXT, REQUIRED},
};

static const struct field ns_fields[] = {
    {"estimate", REAL, REQUIRED},
    {"lo", REAL, OPTIONAL},
    {"hi", REAL, OPTIONAL},
    {NULL, TEXT, REQUIRED},
};

/* Of instructions the first, of times the others. */
static const struct field difference_fields[] = {
    {"instructions", NUMBER, OPTIONAL},
    {"ratio", REAL, OPTIONAL},
    {"lo", REAL, OPTIONAL},
    {"hi", REAL, OPTIONAL},
    {NULL, TEXT, REQUIRED},
};

static bool check_texts(const json_t *object, const char *field, bool nullable,
                        struct complaint *what)
{
    return check_all(json_object_get(object, field), TEXT, nullable) ||
           check_failed(what, field, "holds something that is not a string");
}

/* An object that may be absent or null. */
static bool check_inner(const json_t *object, const char *field, const struct field *fields,
                        struct complaint *what)
{
    const json_t *inner = json_object_get(object, field);
    return !inner || json_is_null(inner) || check_fields(inner, fields, what);
}

static bool check_boot(const json_t *boot, struct complaint *what)
{
    return check_fields(boot, boot_fields, what) && check_texts(boot, "console", false, what) &&
           check_inner(boot, "verdict", verdict_fields, what) &&
           check_texts(json_object_get(boot, "verdict"), "attacker", true, what);
}

static bool check_cell(const json_t *cell, struct complaint *what)
{
    return check_fields(cell, cell_fields, what) && check_inner(cell, "ns", ns_fields, what) &&
           check_inner(cell, "cycles", ns_fields, what) &&
           check_inner(cell, "difference", difference_fields, what);
}

static bool check_change(const json_t *change, struct complaint *what)
{
    static const struct field fields[] = {{"words", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};
    return check_fields(change, fields, what);
}

static bool check_each(const json_t *document, const char *field,
                       bool (*check)(const json_t *one, struct complaint *what),
                       struct complaint *what)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(document, field), i, one)
        if (!check(one, what))
            return false;
    return true;
}

static bool check_size(const json_t *document, struct complaint *what)
{
    json_t *names = json_object(), *cell;
    size_t i;
    json_array_foreach(json_object_get(document, "cells"), i, cell)
        json_object_set_new(names, json_text_of(cell, "cell"), json_true());
    size_t rows = json_object_size(names);
    size_t boots = json_array_size(json_object_get(document, "boots"));
    json_decref(names);
    return !boots || rows <= MAX_SHOWN / boots ||
           check_failed(what, "cells", "are of more names than a table has room for");
}

bool bootmodes_check(const json_t *document, struct complaint *what)
{
    static const char *const units[] = {"instructions", "ns", NULL};
    if (!check_fields(document, document_fields, what))
        return false;
    if (!check_one_of(document, "unit", units))
        return check_failed(what, "unit", "is neither instructions nor ns");
    return check_texts(document, "failures", false, what) &&
           check_each(document, "boots", check_boot, what) &&
           check_each(document, "changes", check_change, what) &&
           check_each(document, "cells", check_cell, what) && check_size(document, what);
}
