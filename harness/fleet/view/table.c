/* SPDX-License-Identifier: MIT */
#include "fleet/view/table.h"

#include "compare/table_words.h"
#include "output/print.h"
#include "report/layout.h"

#include <stdlib.h>

struct table {
    const struct fleet_view *view;
    FILE *out;
    bool colour;
    int width;
    bool below; /* the heading */
};

static void put_ink(const struct table *t, const char *code)
{
    if (t->colour)
        fputs(code, t->out);
}

static void print_line(void *to, enum fleet_line kind, const char *label, char *text)
{
    struct table *t = to;
    int width = t->view->label;
    if (kind != FLEET_HEADING && !t->below)
        fputc('\n', t->out);
    t->below |= kind != FLEET_HEADING;
    put_ink(t, kind == FLEET_FOUND ? INK_YELLOW : INK_BOLD);
    fputs(label, t->out);
    put_ink(t, INK_PLAIN);
    layout_pad(t->out, width - layout_length(label));
    layout_paragraph(t->out, t->width, width, " ", text ? text : "out of memory");
    free(text);
}

static void widen(const struct fleet_view *v, const json_t *cells, int *widths)
{
    size_t i;
    const json_t *cell;
    char text[FLEET_TEXT];
    for (int c = 0; c < v->columns; c++)
        widths[c] = layout_length(v->names[c]);
    json_array_foreach(cells, i, cell)
        for (int c = 0; c < v->columns; c++) {
            v->column_text(cell, c, text, sizeof text);
            widths[c] = layout_length(text) > widths[c] ? layout_length(text) : widths[c];
        }
}

static void put_column(const struct table *t, int column, int width, char *text)
{
    layout_cut(text, width);
    if (column >= t->view->words)
        layout_pad(t->out, width - layout_length(text));
    fputs(text, t->out);
    if (column < t->view->words)
        layout_pad(t->out, width - layout_length(text));
    layout_pad(t->out, column + 1 < t->view->columns ? LAYOUT_GAP : 0);
}

static void print_names(const struct table *t, const int *widths)
{
    char text[FLEET_TEXT];
    put_ink(t, INK_BOLD);
    for (int c = 0; c < t->view->columns; c++) {
        snprintf(text, sizeof text, "%s", t->view->names[c]);
        if (widths[c])
            put_column(t, c, widths[c], text);
    }
    put_ink(t, INK_PLAIN);
    fputc('\n', t->out);
}

static void print_cells(const struct table *t, const json_t *cells)
{
    const struct fleet_view *v = t->view;
    int widths[FLEET_COLUMNS_MOST];
    char text[FLEET_TEXT];
    size_t i;
    const json_t *cell;
    widen(v, cells, widths);
    layout_fit(widths, v->ranks, v->columns, 0, t->width);
    print_names(t, widths);
    json_array_foreach(cells, i, cell) {
        for (int c = 0; c < v->columns; c++) {
            v->column_text(cell, c, text, sizeof text);
            if (widths[c])
                put_column(t, c, widths[c], text);
        }
        fputc('\n', t->out);
    }
}

static void print_parts(const struct table *t, const json_t *parts)
{
    size_t i, shown = 0;
    const json_t *part;
    char title[FLEET_TITLE];
    json_array_foreach(parts, i, part) {
        const json_t *cells = json_object_get(part, "cells");
        if (!json_array_size(cells))
            continue;
        fputc('\n', t->out);
        t->view->title(part, i, title);
        if (json_array_size(parts) > 1)
            fprintf(t->out, "%s\n", title);
        print_cells(t, cells);
        shown++;
    }
    if (!shown)
        return;
    fputc('\n', t->out);
    put_ink(t, INK_DIM);
    layout_paragraph(t->out, t->width, 0, " ", t->view->legend);
    put_ink(t, INK_PLAIN);
}

int fleet_print_table(const struct fleet_view *v, const json_t *document, FILE *out,
                      struct report_style style)
{
    struct table t = {.view = v, .out = out, .colour = style.colour, .width = style.width};
    v->put_lines(document, print_line, &t);
    print_parts(&t, json_object_get(document, v->parts));
    return output_flush(out);
}
