/* SPDX-License-Identifier: MIT */
#include "compare/side.h"

#include "compare/cells.h"
#include "text/json.h"
#include "text/json_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same(const json_t *a, const json_t *b, const char *object, const char *key)
{
    const json_t *x = json_object_get(json_object_get(a, object), key);
    const json_t *y = json_object_get(json_object_get(b, object), key);
    return x == y || (x && y && json_equal(x, y));
}

bool side_same(const json_t *a, const json_t *b)
{
    return same(a, b, "machine", "platform") && same(a, b, "machine", "subject") &&
           same(a, b, "run", "timebase") && same(a, b, "run", "inject");
}

/* The name, which it takes, and a word more. */
static json_t *with(json_t *name, const char *word)
{
    const char *before = json_string_value(name);
    json_t *made = json_say("%s%s%s", before ? before : "", before && *word ? "-" : "", word);
    json_decref(name);
    return made;
}

static bool has_word(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ' ') && (!at[size] || at[size] == ' '))
            return true;
    return false;
}

/* Whether each report has that word of its kernel's command line: it tells none apart. */
static bool everywhere(const json_t *reports, const char *list, const char *word)
{
    const json_t *report;
    size_t i;
    json_array_foreach(reports, i, report) {
        const json_t *machine = json_object_get(report, "machine");
        if (!has_word(json_text_of(json_object_get(machine, "subject"), list), word))
            return false;
    }
    return true;
}

json_t *side_name(const json_t *report, const json_t *reports)
{
    static const char *const lists[] = {"boot_options", "mitigations"};
    const json_t *machine = json_object_get(report, "machine");
    const json_t *subject = json_object_get(machine, "subject");
    json_t *name = json_copy_of(machine, "vsyscall_mode");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char *words = strdup(json_text_of(subject, lists[i])), *rest = words, *word;
        while ((word = strsep(&rest, " ")))
            if (strncmp(word, "vsyscall=", 9) != 0 && !everywhere(reports, lists[i], word))
                name = with(name, word);
        free(words);
    }
    return with(name, json_text_of(machine, "kernel"));
}

/* The cell of that name in each report that has it. */
static json_t *cells_of(const json_t *reports, const char *name)
{
    json_t *list = json_array(), *report, *cell;
    size_t i, j;
    json_array_foreach(reports, i, report)
        json_array_foreach(json_object_get(report, "cells"), j, cell)
            if (json_is(cell, "cell", name))
                json_array_append(list, cell);
    return list;
}

static double cost_ns(const json_t *cell)
{
    return compare_cost(cell, false).value;
}

/* Of the core; NAN where the reference loops did not hold. */
static double cost_cycles(const json_t *cell)
{
    return json_number_of(json_object_get(cell, "cycles"), "estimate");
}

/* The boot is the unit: their estimates' mean, with an interval where there are boots enough. */
static json_t *mean_of(const json_t *cells, double (*cost)(const json_t *cell))
{
    size_t size = json_array_size(cells), i;
    double *values = calloc(size + 1, sizeof *values);
    const json_t *cell;
    struct estimate e = {.value = NAN};
    json_array_foreach(cells, i, cell)
        if (values)
            values[i] = cost(cell);
    if (values)
        e = estimate_mean(values, size);
    if (size < SIDE_LEAST_BOOTS)
        e.lo = e.hi = NAN;
    free(values);
    return json_pack("{s:o, s:o, s:o}", "estimate", json_real_or_null(e.value), "lo",
                     json_real_or_null(e.lo), "hi", json_real_or_null(e.hi));
}

/* The least count: a carry of the clock's arithmetic adds to some boots' only. */
static json_t *instructions_of(const json_t *cells)
{
    const json_t *least = json_array_get(cells, 0), *cell;
    size_t i;
    json_array_foreach(cells, i, cell)
        if (json_number_of(cell, "instructions") < json_number_of(least, "instructions"))
            least = cell;
    return json_copy_of(least, "instructions");
}

static bool all_have_cycles(const json_t *cells)
{
    const json_t *cell;
    size_t i;
    json_array_foreach(cells, i, cell)
        if (!(cost_cycles(cell) > 0))
            return false;
    return true;
}

/* Of several boots, all of which measured the cell. */
static void put_costs(json_t *made, const json_t *cells)
{
    json_object_set_new(made, "ns", mean_of(cells, cost_ns));
    if (all_have_cycles(cells))
        json_object_set_new(made, "cycles", mean_of(cells, cost_cycles));
    else
        json_object_del(made, "cycles");
}

/* What all boots say of one cell; its state is that of one that did not measure it. */
static json_t *cell_of(const json_t *reports, const char *name, bool instructions)
{
    json_t *cells = cells_of(reports, name), *cell;
    const json_t *one = json_array_get(cells, 0);
    size_t i;
    json_array_foreach(cells, i, cell)
        if (json_is(one, "state", "measured") && !json_is(cell, "state", "measured"))
            one = cell;
    json_t *made = json_deep_copy(one);
    if (json_is(one, "state", "measured") && instructions)
        json_object_set_new(made, "instructions", instructions_of(cells));
    else if (json_is(one, "state", "measured"))
        put_costs(made, cells);
    json_decref(cells);
    return made;
}

/* The warnings of all, each once. */
static json_t *warnings_of(const json_t *reports)
{
    json_t *seen = json_object(), *list = json_array(), *report, *warning;
    const char *text;
    size_t i, j;
    json_array_foreach(reports, i, report)
        json_array_foreach(json_object_get(json_object_get(report, "run"), "warnings"), j, warning)
            json_object_set(seen, json_string_value(warning), warning);
    json_object_foreach(seen, text, warning)
        json_array_append(list, warning);
    json_decref(seen);
    return list;
}

/* Whether the run of any has that flag so. */
static bool any_run(const json_t *reports, const char *flag, bool so)
{
    const json_t *report;
    size_t i;
    json_array_foreach(reports, i, report) {
        const json_t *own = json_object_get(json_object_get(report, "run"), flag);
        if (so ? json_is_true(own) : json_is_false(own))
            return true;
    }
    return false;
}

json_t *side_make(json_t *reports)
{
    json_t *first = json_array_get(reports, 0), *cell;
    size_t i;
    if (json_array_size(reports) < 2)
        return json_incref(first);
    json_t *cells = json_array();
    bool instructions = *compare_unit(first) == 'i';
    json_array_foreach(json_object_get(first, "cells"), i, cell)
        json_array_append_new(cells, cell_of(reports, json_text_of(cell, "cell"), instructions));
    json_t *made = json_copy(first), *run = json_copy(json_object_get(first, "run"));
    json_object_set_new(run, "boots", json_integer((json_int_t)json_array_size(reports)));
    json_object_set_new(run, "interrupted", json_boolean(any_run(reports, "interrupted", true)));
    json_object_set_new(run, "samples", json_boolean(!any_run(reports, "samples", false)));
    json_object_set_new(run, "warnings", warnings_of(reports));
    json_object_set_new(made, "run", run);
    json_object_set_new(made, "cells", cells);
    return made;
}
