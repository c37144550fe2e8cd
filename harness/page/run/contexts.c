/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "compare/cells.h"
#include "page/cells.h"
#include "page/html.h"
#include "report/columns.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 4, FEW_DIGITS = 3 };

static bool is_hot(const json_t *cell)
{
    const char *context = json_text_of(cell, "context");
    return !*context || strcmp(context, "hot") == 0;
}

/* The same call by the same path without a context; NULL where the document has none. */
static const json_t *hot_of(const json_t *report, const json_t *of)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (is_hot(cell) && json_is(cell, "path", json_text_of(of, "path")) &&
            json_is(cell, "call", json_text_of(of, "call")) &&
            strcmp(json_text_of(cell, "clock"), json_text_of(of, "clock")) == 0)
            return cell;
    return NULL;
}

static bool is_shown(const json_t *report, const json_t *cell)
{
    return !is_hot(cell) && !isnan(cells_cost(report, cell).value);
}

static bool has_contexts(const json_t *report)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (is_shown(report, cell))
            return true;
    return false;
}

/* "-" where it is none. */
static void put_number(double v, int digits, FILE *out)
{
    char text[SHOW_NUMBER];
    html_cell(isfinite(v) ? show_number(v, digits, text) : "-", false, out);
}

static void print_row(const json_t *report, const json_t *cell, FILE *out)
{
    const json_t *hot = hot_of(report, cell);
    struct estimate here = cells_cost(report, cell), there = cells_cost(report, hot);
    char name[COLUMN_TEXT];
    html_row_begin(false, out);
    html_name(json_show_string(cell, "cell", name, sizeof name), out);
    put_number(here.value, DIGITS, out);
    put_number(there.value, DIGITS, out);
    put_number(here.value - there.value, DIGITS, out);
    put_number(compare_ratio(here, there).value, FEW_DIGITS, out);
    html_row_end(out);
}

static void print_contexts(const json_t *report, FILE *out)
{
    static const char *const titles[] = {"in its context", "without", "more", "times"};
    size_t i;
    const json_t *cell;
    html_paragraph(NULL,
                   "Behind the @ of a cell stands the context that it was called in; beside it the "
                   "same call by the same path without.",
                   out);
    html_table_begin("Cost in a context and without", out);
    html_titles_begin(out);
    html_title("cell", true, out);
    for (size_t t = 0; t < sizeof titles / sizeof *titles; t++)
        html_title(titles[t], false, out);
    html_titles_end(out);
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (is_shown(report, cell))
            print_row(report, cell, out);
    html_table_end(out);
}

const struct page_part part_contexts = {"contexts", "Contexts", has_contexts, print_contexts};
