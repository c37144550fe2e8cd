/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "compare/cells.h"
#include "page/cells.h"
#include "page/html.h"
#include "page/run/spoils.h"
#include "report/columns.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many names a sentence says, and how many more there are. */
enum { NAMED = 12, DIGITS = 3 };

static void begin_answer(const char *question, FILE *out)
{
    fprintf(out, "<li><strong>%s</strong> ", question);
}

static void print_names(const json_t *names, FILE *out)
{
    size_t i;
    const json_t *name;
    json_array_foreach(names, i, name) {
        if (i < NAMED) {
            fputs(i ? ", " : "", out);
            html_text(json_string_value(name), out);
        }
    }
    if (json_array_size(names) > NAMED)
        fprintf(out, " and %zu more", json_array_size(names) - NAMED);
}

/* Takes the name, which is left out where there is none. */
static void add_name(json_t *groups, const char *group, char *name)
{
    json_t *names = json_object_get(groups, group);
    if (!names)
        json_object_set_new(groups, group, names = json_array());
    if (name)
        json_array_append_new(names, json_string(name));
    free(name);
}

static void print_cost(const json_t *cell, double cost, const char *unit, FILE *out)
{
    char number[SHOW_NUMBER];
    fprintf(out, "<strong>%s %s</strong> (", show_number(cost, DIGITS, number), unit);
    html_text(json_text_of(cell, "cell"), out);
    fputc(')', out);
}

/* The cheapest cell and the one that costs most; NULL where none was measured. */
static void find_ends(const json_t *report, const json_t **least, const json_t **most)
{
    size_t i;
    const json_t *cell;
    double low = INFINITY, high = 0;
    *least = *most = NULL;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        double cost = cells_cost(report, cell).value;
        if (isnan(cost) || cells_control(cell))
            continue;
        if (cost < low)
            low = cost, *least = cell;
        if (cost > high)
            high = cost, *most = cell;
    }
}

static void say_costs(const json_t *report, FILE *out)
{
    const json_t *least, *most;
    const char *unit = compare_unit(report);
    find_ends(report, &least, &most);
    begin_answer("What does a call cost here?", out);
    if (!least) {
        fputs("Nothing was measured; the reasons are below.</li>\n", out);
        return;
    }
    fputs(least == most ? "" : "Between ", out);
    print_cost(least, cells_cost(report, least).value, unit, out);
    if (least != most) {
        fputs(" and ", out);
        print_cost(most, cells_cost(report, most).value, unit, out);
    }
    fputs(", by what is called and on which path.</li>\n", out);
}

/* The cell with the lowest cost of each call, by the call's name: new; it shares them. */
static json_t *find_lowest(const json_t *report)
{
    json_t *lowest = json_object(), *cell;
    size_t i;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        double cost = cells_cost(report, cell).value;
        char *call = isnan(cost) ? NULL : cells_call(cell);
        const json_t *best = call ? json_object_get(lowest, call) : NULL;
        if (call && (!best || cost < cells_cost(report, best).value))
            json_object_set(lowest, call, cell);
        free(call);
    }
    return lowest;
}

/* By path the calls that it is fastest for; and how many times as much they cost by syscall. */
static json_t *find_fastest(const json_t *report, double *least, double *most)
{
    json_t *groups = json_object(), *lowest = find_lowest(report);
    size_t i;
    const json_t *cell;
    *least = INFINITY;
    *most = 0;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        double times = 1 / json_number_of(cell, "ratio_to_syscall");
        char *call = cells_control(cell) ? NULL : cells_call(cell);
        if (!call || json_object_get(lowest, call) != cell) {
            free(call);
            continue;
        }
        add_name(groups, json_text_of(cell, "path"), call);
        if (isfinite(times) && times >= 1 && !json_is(cell, "path", "syscall")) {
            *least = fmin(*least, times);
            *most = fmax(*most, times);
        }
    }
    json_decref(lowest);
    return groups;
}

static void say_fastest(const json_t *report, FILE *out)
{
    double least, most;
    json_t *groups = find_fastest(report, &least, &most), *calls;
    const char *path, *between = "";
    char low[SHOW_NUMBER], high[SHOW_NUMBER];
    if (json_object_size(groups)) {
        begin_answer("Which path is fastest?", out);
        json_object_foreach(groups, path, calls) {
            fprintf(out, "%s<strong>", between);
            html_text(path, out);
            fputs("</strong> for ", out);
            print_names(calls, out);
            between = "; ";
        }
        fputc('.', out);
        if (most > 0) {
            show_number(least, DIGITS, low);
            show_number(most, DIGITS, high);
            fprintf(out, " By syscall a call with a faster path costs %s%s%s times as much.", low,
                    strcmp(low, high) == 0 ? "" : " to ", strcmp(low, high) == 0 ? "" : high);
        }
        fputs("</li>\n", out);
    }
    json_decref(groups);
}

static void entries_of(const json_t *cell, char text[COLUMN_TEXT])
{
    report_entries(json_object_get(cell, "counters"), text, COLUMN_TEXT);
}

/* How the measured cells of each path enter the kernel, by the path's name: a text, or null where
 * they differ. A new object. */
static json_t *find_paths(const json_t *report)
{
    json_t *paths = json_object();
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        const char *path = json_text_of(cell, "path");
        char text[COLUMN_TEXT];
        if (!cells_measured(cell))
            continue;
        entries_of(cell, text);
        if (!json_object_get(paths, path))
            json_object_set_new(paths, path, json_string(text));
        else if (!json_is(paths, path, text))
            json_object_set_new(paths, path, json_null());
    }
    return paths;
}

/* By how they enter the kernel: paths; of a path whose cells differ each cell. */
static json_t *find_entries(const json_t *report)
{
    json_t *groups = json_object(), *seen = json_object(), *paths = find_paths(report);
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        const char *path = json_text_of(cell, "path");
        bool whole = json_is_string(json_object_get(paths, path));
        char text[COLUMN_TEXT];
        if (!cells_measured(cell) || cells_control(cell) || (whole && json_object_get(seen, path)))
            continue;
        json_object_set_new(seen, path, json_true());
        entries_of(cell, text);
        add_name(groups, text, strdup(whole ? path : json_text_of(cell, "cell")));
    }
    json_decref(paths);
    json_decref(seen);
    return groups;
}

static const char *entries_in_words(const char *entries)
{
    static const char *const words[][2] = {
        {"0", "not at all"},
        {"1", "once a call"},
        {"1 emulated", "once a call, by a fault, whose handler emulates the call"},
        {"-", "not counted"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], entries) == 0)
            return words[i][1];
    return NULL;
}

static void say_entries(const json_t *report, FILE *out)
{
    json_t *groups = find_entries(report), *names;
    const char *entries, *between = "";
    if (json_object_size(groups)) {
        begin_answer("What enters the kernel?", out);
        json_object_foreach(groups, entries, names) {
            const char *words = entries_in_words(entries);
            fputs(between, out);
            print_names(names, out);
            fputs(": ", out);
            html_text(words ? words : entries, out);
            fputs(words ? "" : " a call", out);
            between = "; ";
        }
        fputs(".</li>\n", out);
    }
    json_decref(groups);
}

static void print_words(const json_t *report, FILE *out)
{
    json_t *hot = cells_hot(report);
    spoils_notices(report, out);
    fputs("<ul class=\"words\">\n", out);
    say_costs(hot, out);
    say_fastest(hot, out);
    say_entries(hot, out);
    json_decref(hot);
    begin_answer("What spoils the measurement?", out);
    spoils_say(report, out);
    fputs("</li>\n</ul>\n", out);
}

const struct page_part part_words = {"words", "In words", NULL, print_words};
