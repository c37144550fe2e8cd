/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "compare/heading.h"
#include "compare/texts.h"
#include "page/html.h"
#include "page/ratios.h"
#include "report/columns.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A figure of more records than this would be longer than anybody reads. */
enum { DRAWN = 8 };

static size_t count_records(const json_t *comparison)
{
    return json_array_size(json_object_get(comparison, "records"));
}

static bool has_cells(const json_t *comparison)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(comparison, "cells"), i, cell)
        if (compare_cell_shown(cell))
            return true;
    return false;
}

static bool has_ratios(const json_t *comparison)
{
    return has_cells(comparison) && count_records(comparison) <= DRAWN;
}

/* Rows go by cell, then by record. */
static bool ratio_row(const json_t *comparison, size_t at, struct estimate *ratio, char *name,
                      char *text)
{
    size_t size = count_records(comparison), record = at % size;
    const json_t *cell = json_array_get(json_object_get(comparison, "cells"), at / size);
    const json_t *own = json_array_get(json_object_get(cell, "ratio"), record);
    char cell_name[COLUMN_TEXT], side[COMPARE_WORD];
    *ratio = (struct estimate){.value = json_number_of(own, "estimate"),
                               .lo = json_number_of(own, "lo"),
                               .hi = json_number_of(own, "hi")};
    json_show_string(cell, "cell", cell_name, COLUMN_TEXT - COMPARE_WORD - 2);
    compare_name_text(comparison, record, side, sizeof side);
    text_say(name, RATIOS_TEXT, "%s%s%s", cell_name, size > 2 ? ", " : "", size > 2 ? side : "");
    compare_change_text(cell, record, text, RATIOS_TEXT);
    return record != compare_base(comparison) && ratio->value > 0;
}

static void print_ratios(const json_t *comparison, FILE *out)
{
    const struct ratio_figure r = {
        "Cost as a multiple of the base's, on a logarithmic axis; bars: 95 % intervals. Orange: "
        "costs more, green: less, grey: neither for sure.",
        "cell", compare_instructions(comparison) ? "diff" : "ratio",
        count_records(comparison) * json_array_size(json_object_get(comparison, "cells")),
        ratio_row};
    ratios_print(&r, comparison, out);
}

static void print_titles(const json_t *comparison, FILE *out)
{
    bool exact = compare_instructions(comparison);
    html_titles_begin(out);
    html_title("cell", true, out);
    for (size_t i = 0; i < count_records(comparison); i++) {
        char name[COMPARE_WORD], title[COMPARE_WORD + 16];
        compare_name_text(comparison, i, name, sizeof name);
        snprintf(title, sizeof title, "%s, %s", name, exact ? "instructions" : "ns");
        html_title(title, false, out);
        if (i == compare_base(comparison))
            continue;
        html_title(exact ? "diff" : "ratio", false, out);
        html_title("interval", false, out);
    }
    html_titles_end(out);
}

static void print_row(const json_t *comparison, const json_t *cell, FILE *out)
{
    char text[COLUMN_TEXT];
    html_row_begin(false, out);
    html_name(json_show_string(cell, "cell", text, sizeof text), out);
    for (size_t i = 0; i < count_records(comparison); i++) {
        compare_value_text(cell, i, text, sizeof text);
        html_cell(text, false, out);
        if (i == compare_base(comparison))
            continue;
        compare_change_text(cell, i, text, sizeof text);
        html_cell(text, false, out);
        compare_interval_text(cell, i, text, sizeof text);
        html_cell(text, false, out);
    }
    html_row_end(out);
}

static void print_table(const json_t *comparison, FILE *out)
{
    size_t i;
    const json_t *cell;
    html_table_begin("Every cell of every record", out);
    print_titles(comparison, out);
    json_array_foreach(json_object_get(comparison, "cells"), i, cell)
        if (compare_cell_shown(cell))
            print_row(comparison, cell, out);
    html_table_end(out);
    html_own_paragraph("legend", compare_legend(comparison, false), out);
}

const struct page_part part_compare_ratios = {"ratios", "How they differ", has_ratios,
                                              print_ratios},
                       part_compare_table = {"table", "Every figure", has_cells, print_table};
