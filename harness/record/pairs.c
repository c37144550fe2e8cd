/* SPDX-License-Identifier: MIT */
#include "record/pairs.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BLOCKS = 1 << 18 };

#define MOST_TICKS ((json_int_t)1 << 53)

/* The members of a line that are arrays, one value for each block. */
enum { CELLS, START, N, TICKS, FLAGS, COLUMNS };

static const struct {
    const char *name;
    json_int_t lo, hi;
} columns[COLUMNS] = {[CELLS] = {"cells", 0, UINT32_MAX},
                      [START] = {"start", 0, INT64_MAX},
                      [N] = {"n", 1, MOST_TICKS},
                      [TICKS] = {"ticks", 0, MOST_TICKS},
                      [FLAGS] = {"flags", 0, UINT32_MAX}};

static uint64_t column_value(const struct sample *s, int column)
{
    const uint64_t values[COLUMNS] = {s->cell, s->start, s->n, s->ticks, s->flags};
    return values[column];
}

json_t *line_pairs(const struct paired *p, size_t size)
{
    json_t *line = json_pack("{s:s, s:i, s:i, s:i}", "type", "pairs", "trial", (int)p->trial,
                             "launch", (int)p->sample.launch, "round", (int)p->sample.round);
    char *sides = malloc(size + 1);
    for (int c = 0; c < COLUMNS; c++) {
        json_t *array = json_array();
        for (size_t i = 0; i < size; i++)
            json_array_append_new(array, json_integer((json_int_t)column_value(&p[i].sample, c)));
        json_object_set_new(line, columns[c].name, array);
    }
    for (size_t i = 0; sides && i < size; i++)
        sides[i] = p[i].side;
    json_object_set_new(line, "sides", sides ? json_stringn(sides, size) : NULL);
    free(sides);
    return line;
}

static bool check_column(const json_t *line, int c, size_t size, struct complaint *what)
{
    const json_t *array = json_object_get(line, columns[c].name);
    if (!json_is_array(array))
        return check_failed(what, columns[c].name, array ? "is not an array" : "is missing");
    if (json_array_size(array) != size)
        return check_failed(what, columns[c].name, "is not as long as 'sides'");
    if (!check_all_in_range(array, columns[c].lo, columns[c].hi))
        return check_failed(what, columns[c].name,
                            "holds a value that is no whole number in range");
    return true;
}

static bool check_shape(const json_t *line, size_t cells, size_t size, struct complaint *what)
{
    if (!check_in_range(json_object_get(line, "trial"), 0, PAIRED_TRIALS - 1))
        return check_failed(what, "trial", "is missing or no whole number in range");
    if (!check_in_range(json_object_get(line, "round"), 0, PAIRED_ROUNDS - 1))
        return check_failed(what, "round", "is missing or no whole number in range");
    if (!check_in_range(json_object_get(line, "launch"), 0, PAIRED_ROUNDS - 1))
        return check_failed(what, "launch", "is missing or no whole number in range");
    for (int c = 0; c < COLUMNS; c++)
        if (!check_column(line, c, size, what))
            return false;
    const json_t *index = json_object_get(line, "cells");
    return check_all_in_range(index, 0, (json_int_t)cells - 1) ||
           check_failed(what, "cells", "holds an index that the manifest's cells don't have");
}

static json_int_t value_at(const json_t *line, int c, size_t i)
{
    return json_integer_value(json_array_get(json_object_get(line, columns[c].name), i));
}

static uint32_t small(const json_t *line, const char *name)
{
    return (uint32_t)json_integer_value(json_object_get(line, name));
}

static struct paired block_at(const json_t *line, char side, size_t i)
{
    return (struct paired){.trial = small(line, "trial"),
                           .side = side,
                           .sample = {.cell = (uint32_t)value_at(line, CELLS, i),
                                      .launch = small(line, "launch"),
                                      .round = small(line, "round"),
                                      .slot = (uint32_t)i,
                                      .flags = (uint32_t)value_at(line, FLAGS, i),
                                      .start = (uint64_t)value_at(line, START, i),
                                      .n = (uint64_t)value_at(line, N, i),
                                      .ticks = (uint64_t)value_at(line, TICKS, i)}};
}

bool check_pairs(const json_t *line, size_t cells, struct paireds *p, struct complaint *what)
{
    const char *sides = json_string_value(json_object_get(line, "sides"));
    size_t size = sides ? strlen(sides) : 0;
    if (!sides || strspn(sides, "abxy") != size)
        return check_failed(what, "sides", "is no string of a, b, x and y");
    if (size > MOST_BLOCKS)
        return check_failed(what, "sides", "has more blocks than a round can hold");
    if (!check_shape(line, cells, size, what))
        return false;
    size_t before = p ? p->size : 0;
    for (size_t i = 0; p && i < size; i++) {
        struct paired one = block_at(line, sides[i], i);
        if (paireds_add(p, &one) != 0) {
            p->size = before;
            return check_failed(what, "sides", "is more than memory holds");
        }
    }
    return true;
}

static bool check_ab(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {
        {"a", TEXT, REQUIRED},         {"b", TEXT, REQUIRED},        {"program_a", TEXT, OPTIONAL},
        {"program_b", TEXT, OPTIONAL}, {"enter_a", TEXT, OPTIONAL},  {"enter_b", TEXT, OPTIONAL},
        {"undo", TEXT, OPTIONAL},      {"margin", NUMBER, REQUIRED}, {"budget", NUMBER, REQUIRED},
        {"noise", OBJECT, OPTIONAL},   {NULL, TEXT, REQUIRED}};
    const char *cell;
    json_t *bound;
    if (!check_fields(line, fields, what))
        return false;
    double margin = json_number_value(json_object_get(line, "margin"));
    if (!(margin >= 0 && margin <= 10))
        return check_failed(what, "margin", "is no share from 0 to 10");
    json_object_foreach(json_object_get(line, "noise"), cell, bound)
        if (!json_is_number(bound) || !(json_number_value(bound) >= 0))
            return check_failed(what, "noise", "holds something that is not a share");
    return true;
}

static bool check_broken(const json_t *line, size_t cells, struct complaint *what)
{
    static const struct field fields[] = {{"side", TEXT, REQUIRED},
                                          {"cell", COUNT, REQUIRED},
                                          {"reason", TEXT, REQUIRED},
                                          {NULL, TEXT, REQUIRED}};
    static const char *const sides[] = {"a", "b", NULL};
    if (!check_fields(line, fields, what))
        return false;
    if (!check_one_of(line, "side", sides))
        return check_failed(what, "side", "is neither a nor b");
    return check_in_range(json_object_get(line, "cell"), 0, (json_int_t)cells - 1) ||
           check_failed(what, "cell", "is no index into the manifest's cells");
}

/* A worker that ended before it was to. */
static bool check_lost(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {
        {"side", TEXT, REQUIRED}, {"reason", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};
    static const char *const sides[] = {"a", "b", NULL};
    if (!check_fields(line, fields, what))
        return false;
    return check_one_of(line, "side", sides) || check_failed(what, "side", "is neither a nor b");
}

static bool check_ended(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {{"reason", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};
    return check_fields(line, fields, what);
}

bool check_sides(const json_t *line, size_t cells, struct complaint *what)
{
    const char *type = json_string_value(json_object_get(line, "type"));
    if (strcmp(type, "lost") == 0)
        return check_lost(line, what);
    if (strcmp(type, "ended") == 0)
        return check_ended(line, what);
    return strcmp(type, "ab") == 0 ? check_ab(line, what) : check_broken(line, cells, what);
}
