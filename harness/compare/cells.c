/* SPDX-License-Identifier: MIT */
#include "compare/cells.h"

#include "text/json.h"
#include "text/json_show.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct estimate compare_cost(const json_t *cell, bool instructions)
{
    struct estimate e = {.value = NAN, .lo = NAN, .hi = NAN};
    if (!json_is(cell, "state", "measured"))
        return e;
    const json_t *ns = json_object_get(cell, "ns");
    e.value = instructions ? json_number_of(cell, "instructions") : json_number_of(ns, "estimate");
    double lo = json_number_of(ns, "lo"), hi = json_number_of(ns, "hi");
    if (!instructions && lo > 0 && lo <= e.value && e.value <= hi) {
        e.lo = lo;
        e.hi = hi;
    }
    return e;
}

struct estimate compare_ratio(struct estimate of, struct estimate base)
{
    struct estimate r = {.value = NAN, .lo = NAN, .hi = NAN};
    if (!(of.value > 0 && base.value > 0))
        return r;
    r.value = of.value / base.value;
    double below = hypot(log(of.value / of.lo), log(base.hi / base.value));
    double above = hypot(log(of.hi / of.value), log(base.value / base.lo));
    r.lo = r.value * exp(-below);
    r.hi = r.value * exp(above);
    return r;
}

static json_t *value_json(const json_t *cell, const char *unit, struct estimate e)
{
    const json_t *state = json_object_get(cell, "state"), *reason = json_object_get(cell, "reason");
    const json_t *entries = json_object_get(cell, "counters");
    const json_t *injected = json_object_get(cell, "injected_ns");
    json_t *cycles = json_object_get(cell, "cycles");
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:O*, s:o*, s:o}", "state",
                     cell ? json_deep_copy(state) : json_string("absent"), "reason",
                     reason ? json_deep_copy(reason) : json_null(), "unit", unit, "estimate",
                     json_real_or_null(e.value), "lo", json_real_or_null(e.lo), "hi",
                     json_real_or_null(e.hi), "cycles", cycles, "injected_ns",
                     injected ? json_deep_copy(injected) : NULL, "entries",
                     entries ? json_deep_copy(entries) : json_null());
}

static json_t *ratio_json(struct estimate r)
{
    return json_pack("{s:o, s:o, s:o}", "estimate", json_real_or_null(r.value), "lo",
                     json_real_or_null(r.lo), "hi", json_real_or_null(r.hi));
}

const char *compare_unit(const json_t *report)
{
    char timebase[16];
    json_show_string(json_object_get(report, "run"), "timebase", timebase, sizeof timebase);
    return strcmp(timebase, "icount") == 0 ? "instructions" : "ns";
}

/* What the cell is, as the first record that has it says. */
static json_t *describe_cell(const char *name, const json_t *from)
{
    static const char *const keys[] = {"abi", "path", "call", "clock", "context"};
    json_t *cell = json_pack("{s:s}", "cell", name);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        json_t *v = json_object_get(from, keys[k]);
        json_object_set_new(cell, keys[k], v ? json_deep_copy(v) : json_null());
    }
    return cell;
}

/* sides[i]: cells by name. */
static json_t *one_cell(const struct compare_record *records, json_t *const *sides, size_t size,
                        size_t base, const char *name, const json_t *from)
{
    json_t *cell = describe_cell(name, from), *values = json_array(), *ratios = json_array();
    const char *base_unit = compare_unit(records[base].report);
    struct estimate first = compare_cost(json_object_get(sides[base], name), *base_unit == 'i');
    for (size_t i = 0; i < size; i++) {
        const json_t *own = json_object_get(sides[i], name);
        const char *unit = compare_unit(records[i].report);
        struct estimate e = compare_cost(own, *unit == 'i'), r = compare_ratio(e, first);
        if (i == base)
            r.lo = r.hi = NAN; /* against itself */
        if (strcmp(unit, base_unit) != 0)
            r = (struct estimate){.value = NAN, .lo = NAN, .hi = NAN};
        json_array_append_new(values, value_json(own, unit, e));
        json_array_append_new(ratios, ratio_json(r));
    }
    json_object_set_new(cell, "values", values);
    json_object_set_new(cell, "ratio", ratios);
    return cell;
}

json_t *compare_by_name(const json_t *report)
{
    json_t *names = json_object(), *cell;
    size_t i;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        const char *name = json_string_value(json_object_get(cell, "cell"));
        if (name && !json_object_get(names, name))
            json_object_set(names, name, cell);
    }
    return names;
}

static json_t *all_cells(const struct compare_record *records, json_t *const *sides, size_t size,
                         size_t base)
{
    json_t *all = json_object(), *cells = json_array(), *cell;
    const char *name;
    json_object_update(all, sides[base]); /* keeps the order of insertion */
    for (size_t i = 0; i < size; i++)
        json_object_update_missing(all, sides[i]);
    json_object_foreach(all, name, cell)
        json_array_append_new(cells, one_cell(records, sides, size, base, name, cell));
    json_decref(all);
    return cells;
}

json_t *compare_cells(const struct compare_record *records, size_t size, size_t base)
{
    json_t **sides = calloc(size, sizeof *sides), *cells = NULL;
    if (!sides)
        return NULL;
    for (size_t i = 0; i < size; i++)
        sides[i] = compare_by_name(records[i].report);
    cells = all_cells(records, sides, size, base);
    for (size_t i = 0; i < size; i++)
        json_decref(sides[i]);
    free(sides);
    return cells;
}
