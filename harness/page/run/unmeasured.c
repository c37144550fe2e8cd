/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/cells.h"
#include "page/html.h"
#include "report/columns.h"
#include "report/contexts.h"
#include "text/json_show.h"

#include <stdlib.h>

static bool has_unmeasured(const json_t *report)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (!cells_measured(cell))
            return true;
    return false;
}

static void print_row(const json_t *cell, const char *name, FILE *out)
{
    char text[COLUMN_TEXT], *reason = json_show_whole(json_object_get(cell, "reason"));
    html_row_begin(false, out);
    html_name(name, out);
    html_cell(json_show_string(cell, "state", text, sizeof text), true, out);
    html_cell(reason ? reason : "out of memory", true, out);
    html_row_end(out);
    free(reason);
}

static void print_unmeasured(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *cell;
    html_paragraph(
        NULL, "skipped: this machine does not offer it. failed: it should work, and did not.", out);
    html_table_begin("Cells that were not measured", out);
    html_titles_begin(out);
    html_title("cell", true, out);
    html_title("state", true, out);
    html_title("reason", true, out);
    html_titles_end(out);
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (contexts_unmeasured(report, i, name, sizeof name))
            print_row(cell, name, out);
    }
    html_table_end(out);
}

const struct page_part part_unmeasured = {"unmeasured", "Not measured", has_unmeasured,
                                          print_unmeasured};
