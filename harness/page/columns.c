/* SPDX-License-Identifier: MIT */
#include "page/columns.h"

#include "page/cells.h"
#include "page/html.h"
#include "text/json_show.h"

#include <string.h>

static void print_titles(const struct report_column *columns, const json_t *report, FILE *out)
{
    html_titles_begin(out);
    for (const struct report_column *c = columns; c->title; c++)
        if (report_column_used(c, report))
            html_title(c->title, c->left, out);
    html_titles_end(out);
}

static void print_row(const struct report_column *columns, const json_t *report, const json_t *cell,
                      FILE *out)
{
    char text[COLUMN_TEXT];
    for (const struct report_column *c = columns; c->title; c++) {
        if (!report_column_used(c, report))
            continue;
        c->text(cell, text, sizeof text);
        if (c == columns)
            html_name(text, out);
        else
            html_cell(text, c->left, out);
    }
}

void columns_print(const char *label, const struct report_column *columns, const json_t *report,
                   FILE *out)
{
    size_t i;
    const json_t *cell, *before = NULL;
    html_table_begin(label, out);
    print_titles(columns, report, out);
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        if (!cells_measured(cell))
            continue;
        html_row_begin(before && !cells_same_call(before, cell), out);
        print_row(columns, report, cell, out);
        html_row_end(out);
        before = cell;
    }
    html_table_end(out);
}

void columns_fact(const json_t *cell, const char *text, FILE *out)
{
    char name[COLUMN_TEXT];
    html_fact(json_show_string(cell, "cell", name, sizeof name), strdup(text), out);
}
