/* SPDX-License-Identifier: MIT */
#include "record/check.h"

#include "record/check_space.h"
#include "text/json.h"

#include <math.h>

#define MAX_CELLS 4096

static const struct field machine_fields[] = {
    {"platform", OBJECT, REQUIRED},  {"subject", OBJECT, REQUIRED},
    {"rest", OBJECT, OPTIONAL},      {"cpu", TEXT, OPTIONAL},
    {"kernel", TEXT, OPTIONAL},      {"hypervisor", TEXT, OPTIONAL},
    {"clocksource", TEXT, OPTIONAL}, {"vsyscall_mode", TEXT, OPTIONAL},
    {"space", ARRAY, OPTIONAL},      {NULL, TEXT, REQUIRED}};

static const struct field run_fields[] = {
    {"timebase", TEXT, REQUIRED},   {"tsc_quantum", POSITIVE, OPTIONAL},
    {"launches", COUNT, OPTIONAL},  {"rounds", COUNT, OPTIONAL},
    {"seed", COUNT, OPTIONAL},      {"pinned_cpu", COUNT, OPTIONAL},
    {"entries_by", TEXT, OPTIONAL}, {"hz", POSITIVE, OPTIONAL},
    {"warnings", ARRAY, OPTIONAL},  {"turn", COUNT, OPTIONAL},
    {"inject", ARRAY, OPTIONAL},    {"canary_links", COUNT, OPTIONAL},
    {"events", ARRAY, OPTIONAL},    {"expected_seconds", AMOUNT, OPTIONAL},
    {NULL, TEXT, REQUIRED}};

static const char *const timebases[] = {"tsc", "raw", "icount", NULL};
static const char *const states[] = {"measured", "skipped", "failed", NULL};
static const char *const roles[] = {"cell", "empty", "canary_add", "canary_mul", "inject", NULL};

static bool check_run(const json_t *run, const struct field *fields, struct complaint *what)
{
    if (!check_fields(run, fields, what))
        return false;
    if (!check_one_of(run, "timebase", timebases))
        return check_failed(what, "timebase", "is none of tsc, raw, icount");
    if (!check_all(json_object_get(run, "warnings"), TEXT, false))
        return check_failed(what, "warnings", "holds something that is not a string");
    return true;
}

static const struct field cell_fields[] = {{"cell", TEXT, REQUIRED},  {"abi", TEXT, REQUIRED},
                                           {"path", TEXT, REQUIRED},  {"call", TEXT, REQUIRED},
                                           {"clock", TEXT, OPTIONAL}, {"context", TEXT, REQUIRED},
                                           {"state", TEXT, REQUIRED}, {"reason", TEXT, OPTIONAL},
                                           {"note", TEXT, OPTIONAL},  {NULL, TEXT, REQUIRED}};

/* The harness's own cells (empty, canary) have no call or path. */
static const struct field own_fields[] = {
    {"cell", TEXT, REQUIRED}, {"state", TEXT, REQUIRED}, {NULL, TEXT, REQUIRED}};

static bool check_cell(const json_t *cell, bool own, struct complaint *what)
{
    if (!check_fields(cell, own ? own_fields : cell_fields, what))
        return false;
    if (!check_one_of(cell, "state", states))
        return check_failed(what, "state", "is none of measured, skipped, failed");
    return true;
}

static bool check_cells(const json_t *cells, struct complaint *what)
{
    size_t i;
    json_t *cell;
    if (json_array_size(cells) > MAX_CELLS)
        return check_failed(what, "cells", "has more than 4096 cells");
    json_array_foreach(cells, i, cell) {
        if (!check_one_of(cell, "role", roles))
            return check_failed(what, "role", "is none of cell, empty, canary_add, canary_mul");
        bool own = !json_is(cell, "role", "cell");
        if (!check_cell(cell, own, what))
            return false;
    }
    return true;
}

/* Of two cells of one name a judge would look at one, and not at the other. Injected chains are
 * known by their places, and several injections may have one in common. */
static bool check_names(const json_t *cells, struct complaint *what)
{
    json_t *names = json_object(), *cell;
    size_t i, size = 0;
    json_array_foreach(cells, i, cell) {
        if (json_is(cell, "role", "inject"))
            continue;
        size++;
        json_object_set_new(names, json_string_value(json_object_get(cell, "cell")), json_true());
    }
    bool good = json_object_size(names) == size;
    json_decref(names);
    return good || check_failed(what, "cells", "holds a cell twice");
}

/* The injections of a manifest, or of a summary, which adds the measured size. */
static bool check_injections(const json_t *run, size_t cells, struct complaint *what)
{
    static const struct field fields[] = {
        {"cell", TEXT, REQUIRED},   {"asked_ns", AMOUNT, REQUIRED}, {"links", COUNT, REQUIRED},
        {"chain", COUNT, REQUIRED}, {"base", COUNT, REQUIRED},      {"ns", NUMBER, OPTIONAL},
        {NULL, TEXT, REQUIRED}};
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(run, "inject"), i, one) {
        if (!check_fields(one, fields, what))
            return false;
        if (!check_in_range(json_object_get(one, "chain"), 0, (json_int_t)cells - 1) ||
            !check_in_range(json_object_get(one, "base"), 0, (json_int_t)cells - 1))
            return check_failed(what, "inject", "names a cell that the manifest has not");
    }
    return true;
}

/* What was asked for and how it was counted, of a manifest or a summary. */
static bool check_events(const json_t *run, struct complaint *what)
{
    static const struct field fields[] = {{"event", TEXT, REQUIRED},
                                          {"pass", COUNT, OPTIONAL},
                                          {"by", TEXT, OPTIONAL},
                                          {"type", COUNT, OPTIONAL},
                                          {"config", TEXT, OPTIONAL},
                                          {"exclude_user", FLAG, OPTIONAL},
                                          {"exclude_kernel", FLAG, OPTIONAL},
                                          {"exclude_hv", FLAG, OPTIONAL},
                                          {"exclude_guest", FLAG, OPTIONAL},
                                          {"reason", TEXT, OPTIONAL},
                                          {NULL, TEXT, REQUIRED}};
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(run, "events"), i, one)
        if (!check_fields(one, fields, what))
            return false;
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
           check_space(json_object_get(line, "machine"), what) &&
           check_run(json_object_get(line, "run"), run_fields, what) &&
           check_events(json_object_get(line, "run"), what) &&
           check_cells(json_object_get(line, "cells"), what) &&
           check_names(json_object_get(line, "cells"), what) &&
           check_injections(json_object_get(line, "run"),
                            json_array_size(json_object_get(line, "cells")), what);
}

static const struct field summary_run_fields[] = {
    {"timebase", TEXT, REQUIRED},      {"launches", COUNT, REQUIRED},
    {"rounds", COUNT, REQUIRED},       {"seed", COUNT, OPTIONAL},
    {"seconds", AMOUNT, OPTIONAL},     {"discarded", SHARE, OPTIONAL},
    {"canary", OBJECT, OPTIONAL},      {"clock", OBJECT, OPTIONAL},
    {"pinned_cpu", COUNT, OPTIONAL},   {"entries_by", TEXT, OPTIONAL},
    {"tsc_hz", POSITIVE, OPTIONAL},    {"tsc_quantum", POSITIVE, OPTIONAL},
    {"empty_ticks", AMOUNT, OPTIONAL}, {"interrupted", FLAG, OPTIONAL},
    {"warnings", ARRAY, OPTIONAL},     {"inject", ARRAY, OPTIONAL},
    {"events", ARRAY, OPTIONAL},       {NULL, TEXT, REQUIRED}};

static const struct field canary_fields[] = {{"ratio", POSITIVE, REQUIRED},
                                             {"expected", POSITIVE, REQUIRED},
                                             {"holds", FLAG, REQUIRED},
                                             {NULL, TEXT, REQUIRED}};

static const struct field result_fields[] = {
    {"ns", OBJECT, OPTIONAL},           {"ticks", OBJECT, OPTIONAL},
    {"instructions", AMOUNT, OPTIONAL}, {"ratio_to_syscall", AMOUNT, OPTIONAL},
    {"counters", OBJECT, OPTIONAL},     {"events", OBJECT, OPTIONAL},
    {"modes", OBJECT, OPTIONAL},        {"to_hot", OBJECT, OPTIONAL},
    {"pmu", OBJECT, OPTIONAL},          {NULL, TEXT, REQUIRED}};

/* Of objects of numbers and nulls. Counted events are differences, which noise may bring below 0.
 */
static const struct field result_groups[] = {
    {"ns", AMOUNT, OPTIONAL},    {"ticks", AMOUNT, OPTIONAL},  {"counters", AMOUNT, OPTIONAL},
    {"modes", AMOUNT, OPTIONAL}, {"cycles", AMOUNT, OPTIONAL}, {"events", NUMBER, OPTIONAL},
    {"pmu", NUMBER, OPTIONAL},   {NULL, TEXT, REQUIRED}};

static bool check_numbers(const json_t *cell, const struct field *groups, struct complaint *what)
{
    for (const struct field *g = groups; g->name; g++) {
        const char *key;
        json_t *v;
        json_object_foreach(json_object_get(cell, g->name), key, v)
            if (!json_is_null(v) && !check_kind(v, g->kind))
                return check_failed(what, g->name,
                                    g->kind == AMOUNT ? "holds what is no number from 0 to 2^53"
                                                      : "holds what is no number within 2^53");
    }
    return true;
}

/* A canary of another ratio than was expected holds nothing. */
static bool check_canary(const json_t *canary, struct complaint *what)
{
    if (!json_is_object(canary))
        return true;
    if (!check_fields(canary, canary_fields, what))
        return false;
    double ratio = json_number_value(json_object_get(canary, "ratio"));
    double expected = json_number_value(json_object_get(canary, "expected"));
    return !json_is_true(json_object_get(canary, "holds")) || fabs(ratio / expected - 1) < 0.5 ||
           check_failed(what, "canary", "holds at a ratio that is not the expected one");
}

/* The estimate lies within its interval, and all of them above 0. */
static bool check_interval(const json_t *cell, const char *name, struct complaint *what)
{
    const json_t *of = json_object_get(cell, name), *lo = json_object_get(of, "lo");
    const json_t *value = json_object_get(of, "estimate"), *hi = json_object_get(of, "hi");
    if (json_is_number(value) && !(json_number_value(value) > 0))
        return check_failed(what, name, "has an estimate that is not above 0");
    if (!json_is_number(lo) || !json_is_number(value) || !json_is_number(hi))
        return true;
    return (json_number_value(lo) > 0 && json_number_value(lo) <= json_number_value(value) &&
            json_number_value(value) <= json_number_value(hi)) ||
           check_failed(what, name, "has an interval that doesn't hold its estimate");
}

/* What a context does, of a cell or of a path's calls together. */
static bool check_effect(const json_t *effect, struct complaint *what)
{
    static const struct field fields[] = {{"context", TEXT, OPTIONAL},
                                          {"abi", TEXT, OPTIONAL},
                                          {"path", TEXT, OPTIONAL},
                                          {"calls", COUNT, OPTIONAL},
                                          {"ratio", OBJECT, OPTIONAL},
                                          {"added_ns", OBJECT, OPTIONAL},
                                          {"added_instructions", NUMBER, OPTIONAL},
                                          {"distinguishable", FLAG, OPTIONAL},
                                          {"entries", TEXT, OPTIONAL},
                                          {"rounds", COUNT, OPTIONAL},
                                          {NULL, TEXT, REQUIRED}};
    static const struct field groups[] = {
        {"ratio", AMOUNT, OPTIONAL}, {"added_ns", NUMBER, OPTIONAL}, {NULL, TEXT, REQUIRED}};
    return !json_is_object(effect) ||
           (check_fields(effect, fields, what) && check_numbers(effect, groups, what) &&
            check_interval(effect, "ratio", what));
}

static bool check_results(const json_t *line, struct complaint *what)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(line, "cells"), i, one)
        if (!check_cell(one, false, what) || !check_fields(one, result_fields, what) ||
            !check_interval(one, "ns", what) || !check_interval(one, "ticks", what) ||
            !check_numbers(one, result_groups, what) ||
            !check_effect(json_object_get(one, "to_hot"), what))
            return false;
    json_array_foreach(json_object_get(line, "contexts"), i, one)
        if (!json_is_object(one))
            return check_failed(what, "contexts", "holds what is no object");
        else if (!check_effect(one, what))
            return false;
    return true;
}

bool check_summary(const json_t *line, struct complaint *what)
{
    static const struct field fields[] = {{"run", OBJECT, REQUIRED},
                                          {"cells", ARRAY, REQUIRED},
                                          {"contexts", ARRAY, OPTIONAL},
                                          {NULL, TEXT, REQUIRED}};
    if (!check_fields(line, fields, what))
        return false;
    const json_t *run = json_object_get(line, "run");
    if (!check_run(run, summary_run_fields, what) || !check_events(run, what) ||
        !check_injections(run, MAX_CELLS, what) ||
        !check_canary(json_object_get(run, "canary"), what))
        return false;
    return check_results(line, what) && check_names(json_object_get(line, "cells"), what);
}
