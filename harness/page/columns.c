/* SPDX-License-Identifier: MIT */
#include "page/columns.h"

#include "page/cells.h"
#include "page/html.h"
#include "text/json_show.h"

#include <string.h>

enum { MOST_COLUMNS = 32 };

/* Those that have something to show, NULL behind them: looked for once, since a report may have
 * thousands of cells. */
static void find_used(const struct report_column *columns, const json_t *report,
                      const struct report_column *used[MOST_COLUMNS + 1])
{
    size_t size = 0;
    for (const struct report_column *c = columns; c->title && size < MOST_COLUMNS; c++)
        if (report_column_used(c, report))
            used[size++] = c;
    used[size] = NULL;
}

static void print_titles(const struct report_column *const *used, FILE *out)
{
    html_titles_begin(out);
    for (; *used; used++)
        html_title((*used)->title, (*used)->left, out);
    html_titles_end(out);
}

/* The first column names the row. */
static void print_row(const struct report_column *const *used, const json_t *cell, FILE *out)
{
    char text[COLUMN_TEXT];
    for (size_t i = 0; used[i]; i++) {
        used[i]->text(cell, text, sizeof text);
        if (i == 0)
            html_name(text, out);
        else
            html_cell(text, used[i]->left, out);
    }
}

void columns_print(const char *label, const struct report_column *columns, const json_t *report,
                   FILE *out)
{
    size_t i;
    const json_t *cell, *before = NULL;
    const struct report_column *used[MOST_COLUMNS + 1];
    find_used(columns, report, used);
    html_table_begin(label, out);
    print_titles(used, out);
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        if (!cells_measured(cell))
            continue;
        html_row_begin(before && !cells_same_call(before, cell), out);
        print_row(used, cell, out);
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
