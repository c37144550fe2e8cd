/* SPDX-License-Identifier: MIT */
#include "record_check.h"

#include "timebase.h"

#include <string.h>

/* More would be no run that a machine could have made; keeps sums within 64 bits. */
#define MAX_LAUNCH 1000000
#define MAX_COUNT ((json_int_t)1 << 53)

static bool wrong(struct complaint *what, const char *field, const char *how)
{
    snprintf(what->text, sizeof what->text, "'%.60s' %s", field, how);
    return false;
}

enum kind { TEXT, NUMBER, POSITIVE, COUNT, FLAG, OBJECT, ARRAY };

static bool is_kind(const json_t *v, enum kind kind)
{
    switch (kind) {
    case TEXT:
        return json_is_string(v);
    case NUMBER:
        return json_is_number(v);
    case POSITIVE:
        return json_is_number(v) && json_number_value(v) > 0;
    case COUNT:
        return json_is_integer(v) && json_integer_value(v) >= 0;
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
    [NUMBER] = "is not a number",
    [POSITIVE] = "is not a number above 0",
    [COUNT] = "is not a whole number from 0 up",
    [FLAG] = "is neither true nor false",
    [OBJECT] = "is not an object",
    [ARRAY] = "is not an array",
};

enum need { REQUIRED, NULLABLE, OPTIONAL }; /* optional: may be null or absent */

struct field {
    const char *name;
    enum kind kind;
    enum need need;
};

static bool check_fields(const json_t *object, const struct field *f, struct complaint *what)
{
    for (; f->name; f++) {
        const json_t *v = json_object_get(object, f->name);
        if (!v && f->need != OPTIONAL)
            return wrong(what, f->name, "is missing");
        if (!v || (json_is_null(v) && f->need != REQUIRED))
            continue;
        if (!is_kind(v, f->kind))
            return wrong(what, f->name, kind_words[f->kind]);
    }
    return true;
}

static bool one_of(const json_t *object, const char *field, const char *const *words)
{
    const char *given = json_string_value(json_object_get(object, field));
    for (; given && *words; words++)
        if (strcmp(given, *words) == 0)
            return true;
    return false;
}

static bool all_are(const json_t *array, enum kind kind, bool nullable)
{
    size_t i;
    json_t *v;
    json_array_foreach(array, i,
                       v) if (!is_kind(v, kind) && !(nullable && json_is_null(v))) return false;
    return true;
}

static const struct field machine_fields[] = {
    {"platform", OBJECT, REQUIRED},  {"subject", OBJECT, REQUIRED},
    {"rest", OBJECT, OPTIONAL},      {"cpu", TEXT, OPTIONAL},
    {"kernel", TEXT, OPTIONAL},      {"hypervisor", TEXT, OPTIONAL},
    {"clocksource", TEXT, OPTIONAL}, {"vsyscall_mode", TEXT, OPTIONAL},
    {NULL, TEXT, REQUIRED}};

static const struct field run_fields[] = {
    {"timebase", TEXT, REQUIRED},   {"tsc_quantum", POSITIVE, OPTIONAL},
    {"launches", COUNT, OPTIONAL},  {"rounds", COUNT, OPTIONAL},
    {"seed", COUNT, OPTIONAL},      {"pinned_cpu", COUNT, OPTIONAL},
    {"entries_by", TEXT, OPTIONAL}, {"hz", POSITIVE, OPTIONAL},
    {"warnings", ARRAY, OPTIONAL},  {"canary_expected", POSITIVE, OPTIONAL},
    {NULL, TEXT, REQUIRED}};

static const char *const timebases[] = {"tsc", "raw", "icount", NULL};
static const char *const states[] = {"measured", "skipped", "failed", NULL};
static const char *const roles[] = {"cell", "empty", "canary_add", "canary_mul", NULL};

static bool check_run(const json_t *run, const struct field *fields, struct complaint *what)
{
    if (!check_fields(run, fields, what))
        return false;
    if (!one_of(run, "timebase", timebases))
        return wrong(what, "timebase", "is none of tsc, raw, icount");
    if (!all_are(json_object_get(run, "warnings"), TEXT, false))
        return wrong(what, "warnings", "holds something that is not a string");
    return true;
}

static const struct field cell_fields[] = {
    {"cell", TEXT, REQUIRED},  {"abi", TEXT, REQUIRED},    {"path", TEXT, REQUIRED},
    {"call", TEXT, REQUIRED},  {"clock", TEXT, OPTIONAL},  {"context", TEXT, REQUIRED},
    {"state", TEXT, REQUIRED}, {"reason", TEXT, OPTIONAL}, {NULL, TEXT, REQUIRED}};

/* The harness's own cells (empty, canary) have no call or path. */
static const struct field own_fields[] = {
    {"cell", TEXT, REQUIRED}, {"state", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};

static bool check_cell(const json_t *cell, bool own, struct complaint *what)
{
    if (!check_fields(cell, own ? own_fields : cell_fields, what))
        return false;
    if (!one_of(cell, "state", states))
        return wrong(what, "state", "is none of measured, skipped, failed");
    return true;
}

static bool check_cells(const json_t *cells, struct complaint *what)
{
    size_t i;
    json_t *cell;
    json_array_foreach(cells, i, cell)
    {
        if (!one_of(cell, "role", roles))
            return wrong(what, "role", "is none of cell, empty, canary_add, canary_mul");
        bool own = strcmp(json_string_value(json_object_get(cell, "role")), "cell") != 0;
        if (!check_cell(cell, own, what))
            return false;
    }
    return true;
}

bool check_manifest(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {{"machine", OBJECT, REQUIRED},
                                          {"run", OBJECT, REQUIRED},
                                          {"cells", ARRAY, REQUIRED},
                                          {NULL, TEXT, REQUIRED}};
    return check_fields(line, fields, what) &&
           check_fields(json_object_get(line, "machine"), machine_fields, what) &&
           check_run(json_object_get(line, "run"), run_fields, what) &&
           check_cells(json_object_get(line, "cells"), what);
}

static const struct field summary_run_fields[] = {{"timebase", TEXT, REQUIRED},
                                                  {"launches", COUNT, REQUIRED},
                                                  {"rounds", COUNT, REQUIRED},
                                                  {"seed", COUNT, OPTIONAL},
                                                  {"seconds", NUMBER, OPTIONAL},
                                                  {"discarded", NUMBER, OPTIONAL},
                                                  {"canary", OBJECT, OPTIONAL},
                                                  {"pinned_cpu", COUNT, OPTIONAL},
                                                  {"entries_by", TEXT, OPTIONAL},
                                                  {"tsc_hz", POSITIVE, OPTIONAL},
                                                  {"tsc_quantum", POSITIVE, OPTIONAL},
                                                  {"empty_ticks", NUMBER, OPTIONAL},
                                                  {"interrupted", FLAG, OPTIONAL},
                                                  {"warnings", ARRAY, OPTIONAL},
                                                  {NULL, TEXT, REQUIRED}};

static const struct field canary_fields[] = {{"ratio", NUMBER, REQUIRED},
                                             {"expected", NUMBER, REQUIRED},
                                             {"holds", FLAG, REQUIRED},
                                             {NULL, TEXT, REQUIRED}};

static const struct field result_fields[] = {{"ns", OBJECT, OPTIONAL},
                                             {"ticks", OBJECT, OPTIONAL},
                                             {"instructions", NUMBER, OPTIONAL},
                                             {"ratio_to_syscall", NUMBER, OPTIONAL},
                                             {"counters", OBJECT, OPTIONAL},
                                             {"events", OBJECT, OPTIONAL},
                                             {NULL, TEXT, REQUIRED}};

/* Each of these is an object of numbers and nulls. */
static bool check_numbers(const json_t *cell, struct complaint *what)
{
    static const char *const names[] = {"ns", "ticks", "counters", "events", NULL};
    for (const char *const *n = names; *n; n++) {
        const char *key;
        json_t *v;
        json_object_foreach(
            json_object_get(cell, *n), key,
            v) if (!json_is_number(v) &&
                   !json_is_null(v)) return wrong(what, *n, "holds something that is not a number");
    }
    return true;
}

bool check_summary(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {
        {"run", OBJECT, REQUIRED}, {"cells", ARRAY, REQUIRED}, {NULL, TEXT, REQUIRED}};
    if (!check_fields(line, fields, what))
        return false;
    const json_t *run = json_object_get(line, "run");
    const json_t *canary = json_object_get(run, "canary");
    if (!check_run(run, summary_run_fields, what) ||
        (json_is_object(canary) && !check_fields(canary, canary_fields, what)))
        return false;
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(line, "cells"), i,
                       cell) if (!check_cell(cell, false, what) ||
                                 !check_fields(cell, result_fields, what) ||
                                 !check_numbers(cell, what)) return false;
    return true;
}

static bool check_index(const json_t *line, size_t cells, struct complaint *what)
{
    json_int_t i = json_integer_value(json_object_get(line, "cell"));
    return (size_t)i < cells || wrong(what, "cell", "is no index into the manifest's cells");
}

bool check_counts(const json_t *line, size_t cells, struct complaint *what)
{
    static const struct field fields[] = {{"kind", TEXT, REQUIRED},   {"by", TEXT, OPTIONAL},
                                          {"cell", COUNT, REQUIRED},  {"n", COUNT, OPTIONAL},
                                          {"names", ARRAY, REQUIRED}, {"per_call", ARRAY, REQUIRED},
                                          {NULL, TEXT, REQUIRED}};
    if (!check_fields(line, fields, what) || !check_index(line, cells, what))
        return false;
    const json_t *names = json_object_get(line, "names");
    const json_t *values = json_object_get(line, "per_call");
    if (!all_are(names, TEXT, false))
        return wrong(what, "names", "holds something that is not a string");
    if (!all_are(values, NUMBER, true))
        return wrong(what, "per_call", "holds something that is not a number");
    return json_array_size(names) == json_array_size(values) ||
           wrong(what, "per_call", "is not as long as 'names'");
}

static bool ascending(const json_t *array)
{
    for (size_t i = 1; i < json_array_size(array); i++)
        if (json_integer_value(json_array_get(array, i - 1)) >=
            json_integer_value(json_array_get(array, i)))
            return false;
    return true;
}

static bool in_range(const json_t *v, json_int_t lo, json_int_t hi)
{
    return json_is_integer(v) && json_integer_value(v) >= lo && json_integer_value(v) <= hi;
}

static bool all_in_range(const json_t *array, json_int_t lo, json_int_t hi)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!in_range(json_array_get(array, i), lo, hi))
            return false;
    return true;
}

bool check_batch(const json_t *line, size_t cells, struct complaint *what)
{
    static const struct field fields[] = {{"launch", COUNT, REQUIRED}, {"cell", COUNT, REQUIRED},
                                          {"n", COUNT, REQUIRED},      {"ticks", ARRAY, REQUIRED},
                                          {"count", ARRAY, REQUIRED},  {NULL, TEXT, REQUIRED}};
    if (!check_fields(line, fields, what) || !check_index(line, cells, what))
        return false;
    const json_t *ticks = json_object_get(line, "ticks"), *count = json_object_get(line, "count");
    if (!in_range(json_object_get(line, "launch"), 0, MAX_LAUNCH))
        return wrong(what, "launch", "is out of range");
    if (!in_range(json_object_get(line, "n"), 1, MAX_COUNT))
        return wrong(what, "n", "is out of range");
    if (!all_in_range(ticks, 0, MAX_COUNT) || !ascending(ticks))
        return wrong(what, "ticks", "is no ascending series of whole numbers");
    if (!all_in_range(count, 1, MAX_LAUNCH * (json_int_t)1000))
        return wrong(what, "count", "holds a value that is out of range");
    return json_array_size(ticks) == json_array_size(count) ||
           wrong(what, "count", "is not as long as 'ticks'");
}

bool check_frequency(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {{"hz", POSITIVE, REQUIRED}, {NULL, TEXT, REQUIRED}};
    return check_fields(line, fields, what);
}
