/* SPDX-License-Identifier: MIT */
#include "record/check_lines.h"

#include "text/json.h"

/* More would be no run that a machine could have made; keeps sums within 64 bits. */
#define MAX_LAUNCH 1000000
#define MAX_COUNT ((json_int_t)1 << 53)

static bool check_index(const json_t *line, size_t cells, struct complaint *what)
{
    json_int_t i = json_integer_value(json_object_get(line, "cell"));
    return (size_t)i < cells || check_failed(what, "cell", "is no index into the manifest's cells");
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
    if (!check_all(names, TEXT, false))
        return check_failed(what, "names", "holds something that is not a string");
    if (!check_all(values, json_is(line, "kind", "entries") ? AMOUNT : NUMBER, true))
        return check_failed(what, "per_call", "holds something that is no such count");
    return json_array_size(names) == json_array_size(values) ||
           check_failed(what, "per_call", "is not as long as 'names'");
}

bool check_batch(const json_t *line, size_t cells, struct complaint *what)
{
    static const struct field fields[] = {{"launch", COUNT, REQUIRED}, {"cell", COUNT, REQUIRED},
                                          {"n", COUNT, REQUIRED},      {"ticks", ARRAY, REQUIRED},
                                          {"count", ARRAY, REQUIRED},  {NULL, TEXT, REQUIRED}};
    if (!check_fields(line, fields, what) || !check_index(line, cells, what))
        return false;
    const json_t *ticks = json_object_get(line, "ticks"), *count = json_object_get(line, "count");
    if (!check_in_range(json_object_get(line, "launch"), 0, MAX_LAUNCH))
        return check_failed(what, "launch", "is out of range");
    if (!check_in_range(json_object_get(line, "n"), 1, MAX_COUNT))
        return check_failed(what, "n", "is out of range");
    if (!check_all_in_range(ticks, 0, MAX_COUNT) || !check_ascending(ticks))
        return check_failed(what, "ticks", "is no ascending series of whole numbers");
    if (!check_all_in_range(count, 1, MAX_LAUNCH * (json_int_t)1000))
        return check_failed(what, "count", "holds a value that is out of range");
    return json_array_size(ticks) == json_array_size(count) ||
           check_failed(what, "count", "is not as long as 'ticks'");
}

bool check_frequency(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {{"hz", POSITIVE, REQUIRED}, {NULL, TEXT, REQUIRED}};
    return check_fields(line, fields, what);
}

bool check_launch(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {
        {"launch", COUNT, REQUIRED},       {"context_switches", COUNT, OPTIONAL},
        {"migrations", COUNT, OPTIONAL},   {"minor_faults", COUNT, OPTIONAL},
        {"major_faults", COUNT, OPTIONAL}, {"smis", COUNT, OPTIONAL},
        {"throttles", COUNT, OPTIONAL},    {"aperf", COUNT, OPTIONAL},
        {"mperf", COUNT, OPTIONAL},        {"quota_stops", COUNT, OPTIONAL},
        {"quota_us", COUNT, OPTIONAL},     {NULL, TEXT, REQUIRED}};
    return check_fields(line, fields, what);
}
