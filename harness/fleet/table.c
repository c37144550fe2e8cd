/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "compare/table_words.h"
#include "fleet/say.h"
#include "output/print.h"
#include "report/layout.h"
#include "text/json.h"

#include <stdlib.h>

enum { LABEL = 9, TEXT = 128 };

struct table {
    FILE *out;
    bool colour;
    int width;
};

static void put_ink(const struct table *t, const char *code)
{
    if (t->colour)
        fputs(code, t->out);
}

/* Takes the text. */
static void print_label(const struct table *t, const char *ink, const char *label, char *text)
{
    put_ink(t, ink);
    fputs(label, t->out);
    put_ink(t, INK_PLAIN);
    layout_pad(t->out, LABEL - layout_length(label));
    layout_paragraph(t->out, t->width, LABEL, " ", text ? text : "out of memory");
    free(text);
}

static void print_heading(const struct table *t, const json_t *document)
{
    size_t i;
    const json_t *one;
    print_label(t, INK_BOLD, "Fleet", fleet_say_counts(document));
    json_array_foreach(json_object_get(document, "groups"), i, one) {
        char label[32];
        snprintf(label, sizeof label, "Group %zu", i + 1);
        print_label(t, INK_BOLD, label, fleet_say_group(one));
    }
    if (json_array_size(json_object_get(document, "findings")) ||
        json_array_size(json_object_get(document, "unread")))
        fputc('\n', t->out);
    json_array_foreach(json_object_get(document, "findings"), i, one)
        print_label(t, INK_YELLOW, fleet_say_verdict(one), fleet_say_finding(one));
    json_array_foreach(json_object_get(document, "unread"), i, one)
        print_label(t, INK_YELLOW, "Unread", fleet_say_unread(one));
}

static void widen(const json_t *cells, int *widths)
{
    size_t i;
    const json_t *cell;
    char text[TEXT];
    for (int c = 0; c < FLEET_COLUMNS; c++)
        widths[c] = layout_length(fleet_columns[c]);
    json_array_foreach(cells, i, cell)
        for (int c = 0; c < FLEET_COLUMNS; c++) {
            fleet_column_text(cell, c, text, sizeof text);
            widths[c] = layout_length(text) > widths[c] ? layout_length(text) : widths[c];
        }
}

static void put_column(const struct table *t, int column, int width, char *text)
{
    layout_cut(text, width);
    if (column > 1)
        layout_pad(t->out, width - layout_length(text));
    fputs(text, t->out);
    if (column <= 1)
        layout_pad(t->out, width - layout_length(text));
    layout_pad(t->out, column + 1 < FLEET_COLUMNS ? LAYOUT_GAP : 0);
}

static void print_cells(const struct table *t, const json_t *cells)
{
    static const int ranks[FLEET_COLUMNS] = {0, 1, 2, 0, 0, 0};
    int widths[FLEET_COLUMNS];
    char text[TEXT];
    size_t i;
    const json_t *cell;
    widen(cells, widths);
    layout_fit(widths, ranks, FLEET_COLUMNS, 0, t->width);
    put_ink(t, INK_BOLD);
    for (int c = 0; c < FLEET_COLUMNS; c++) {
        snprintf(text, sizeof text, "%s", fleet_columns[c]);
        if (widths[c])
            put_column(t, c, widths[c], text);
    }
    put_ink(t, INK_PLAIN);
    fputc('\n', t->out);
    json_array_foreach(cells, i, cell) {
        for (int c = 0; c < FLEET_COLUMNS; c++) {
            fleet_column_text(cell, c, text, sizeof text);
            if (widths[c])
                put_column(t, c, widths[c], text);
        }
        fputc('\n', t->out);
    }
}

static void print_groups(const struct table *t, const json_t *groups)
{
    size_t i, shown = 0;
    const json_t *group;
    json_array_foreach(groups, i, group) {
        const json_t *cells = json_object_get(group, "cells");
        if (!json_array_size(cells))
            continue;
        fputc('\n', t->out);
        if (json_array_size(groups) > 1)
            fprintf(t->out, "Group %zu\n", i + 1);
        print_cells(t, cells);
        shown++;
    }
    if (!shown)
        return;
    fputc('\n', t->out);
    put_ink(t, INK_DIM);
    layout_paragraph(t->out, t->width, 0, " ", fleet_legend);
    put_ink(t, INK_PLAIN);
}

static int print_fleet_table(const json_t *document, FILE *out, struct report_style style)
{
    const struct table t = {.out = out, .colour = style.colour, .width = style.width};
    print_heading(&t, document);
    print_groups(&t, json_object_get(document, "groups"));
    return output_flush(out);
}

const struct report_format fleet_table = {
    .name = "table", .help = "for people, on a terminal in colour", .print = print_fleet_table};
