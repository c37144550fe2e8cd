/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/cells.h"
#include "page/columns.h"
#include "page/html.h"
#include "report/columns.h"
#include "report/heading.h"

enum { LEGEND = 900 };

static bool has_rows(const json_t *report)
{
    return report_column_used(report_columns, report);
}

static void print_modes(const json_t *report, FILE *out)
{
    char text[LEGEND];
    size_t i;
    const json_t *cell;
    bool some = false;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        if (!cells_measured(cell) || !report_modes(cell, text, sizeof text))
            continue;
        if (!some) {
            fputs("<h3>Two modes</h3>\n<p>These changed between two costs; the figure above is of "
                  "both.</p>\n",
                  out);
            html_facts_begin(out);
        }
        some = true;
        columns_fact(cell, text, out);
    }
    if (some)
        html_facts_end(out);
}

static void print_table(const json_t *report, FILE *out)
{
    char legend[LEGEND];
    columns_print("Every cell that was measured", report_columns, report, out);
    report_legend(report, legend, sizeof legend);
    html_paragraph("legend", legend, out);
    print_modes(report, out);
}

const struct page_part part_table = {"table", "Every figure", has_rows, print_table};
