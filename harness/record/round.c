/* SPDX-License-Identifier: MIT */
#include "record/round.h"

#include "measure/timebase.h"

/* 2^53: beyond it a double loses ticks. No block of any machine lasts that long. */
#define MAX_TICKS ((json_int_t)1 << 53)
#define MAX_INDEX 1000000
#define MAX_BLOCKS 100000 /* in one round */

/* The arrays of a round line, with the largest value that each may hold. */
struct column {
    const char *name;
    json_int_t lo, hi;
};

enum { CELLS, CPU, START, N, TICKS, FLAGS, COLUMNS };

static const struct column columns[COLUMNS] = {
    [CELLS] = {"cells", 0, UINT32_MAX}, [CPU] = {"cpu", 0, UINT32_MAX},
    [START] = {"start", 0, INT64_MAX},  [N] = {"n", 0, MAX_TICKS},
    [TICKS] = {"ticks", 0, MAX_TICKS},  [FLAGS] = {"flags", 0, UINT32_MAX},
};

static bool check_column(const json_t *array, const struct column *c, size_t size,
                         struct complaint *what)
{
    if (!json_is_array(array))
        return check_failed(what, c->name, array ? "is not an array" : "is missing");
    if (json_array_size(array) != size)
        return check_failed(what, c->name, "is not as long as 'cells'");
    size_t i;
    json_t *v;
    json_array_foreach(array, i, v)
        if (!check_in_range(v, c->lo, c->hi) && !(c == &columns[CPU] && json_is_null(v)))
            return check_failed(what, c->name, "holds a value that is no whole number in range");
    return true;
}

static bool check_columns(const json_t *line, size_t cells, json_t **arrays, struct complaint *what)
{
    size_t size = json_array_size(json_object_get(line, "cells"));
    if (size > MAX_BLOCKS)
        return check_failed(what, "cells", "has more blocks than a round can hold");
    for (int c = 0; c < COLUMNS; c++) {
        struct column column = columns[c];
        arrays[c] = json_object_get(line, column.name);
        if (!check_column(arrays[c], &columns[c], size, what))
            return false;
    }
    for (size_t i = 0; i < size; i++)
        if ((size_t)json_integer_value(json_array_get(arrays[CELLS], i)) >= cells)
            return check_failed(what, "cells",
                                "holds an index that the manifest's cells don't have");
    return true;
}

static json_int_t value_at(json_t *const *arrays, int column, size_t i)
{
    return json_integer_value(json_array_get(arrays[column], i));
}

static struct sample sample_at(const json_t *line, json_t *const *arrays, size_t i)
{
    bool known = json_is_integer(json_array_get(arrays[CPU], i));
    return (struct sample){
        .cell = (uint32_t)value_at(arrays, CELLS, i),
        .launch = (uint32_t)json_integer_value(json_object_get(line, "launch")),
        .round = (uint32_t)json_integer_value(json_object_get(line, "round")),
        .slot = (uint32_t)i,
        .cpu = known ? (uint32_t)value_at(arrays, CPU, i) : STAMP_NO_CPU,
        .flags = (uint32_t)value_at(arrays, FLAGS, i),
        .start = (uint64_t)value_at(arrays, START, i),
        .n = (uint64_t)value_at(arrays, N, i),
        .ticks = (uint64_t)value_at(arrays, TICKS, i),
    };
}

bool check_round(const json_t *line, size_t cells, struct samples *s, struct complaint *what)
{
    json_t *arrays[COLUMNS] = {NULL};
    if (!check_in_range(json_object_get(line, "launch"), 0, MAX_INDEX))
        return check_failed(what, "launch", "is missing or no whole number in range");
    if (!check_in_range(json_object_get(line, "round"), 0, MAX_INDEX))
        return check_failed(what, "round", "is missing or no whole number in range");
    if (!check_columns(line, cells, arrays, what))
        return false;
    size_t before = s->size;
    for (size_t i = 0; i < json_array_size(arrays[CELLS]); i++) {
        struct sample one = sample_at(line, arrays, i);
        if (samples_add(s, &one) != 0) {
            s->size = before;
            return check_failed(what, "cells", "is more than memory holds");
        }
    }
    return true;
}
