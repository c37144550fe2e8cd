/* SPDX-License-Identifier: MIT */
#include "fleet/view/markdown.h"

#include "output/print.h"
#include "report/markdown.h"

#include <stdlib.h>

static void print_item(void *to, enum fleet_line kind, const char *label, char *text)
{
    FILE *out = to;
    (void)kind;
    fprintf(out, "- **%s**: ", label);
    report_markdown_text(text ? text : "out of memory", out);
    fputc('\n', out);
    free(text);
}

static void print_names(const struct fleet_view *v, FILE *out)
{
    fprintf(out, "\n| %s |", v->part);
    for (int c = 0; c < v->columns; c++)
        fprintf(out, " %s |", v->names[c]);
    fputs("\n|---:|", out);
    for (int c = 0; c < v->columns; c++)
        fputs(c < v->words ? ":---|" : "---:|", out);
    fputc('\n', out);
}

static void print_cell(const struct fleet_view *v, const json_t *cell, size_t part, FILE *out)
{
    char text[FLEET_TEXT];
    fprintf(out, "| %zu |", part);
    for (int c = 0; c < v->columns; c++) {
        v->column_text(cell, c, text, sizeof text);
        fputc(' ', out);
        if (c)
            report_markdown_text(text, out);
        else
            report_markdown_name(text, out);
        fputs(" |", out);
    }
    fputc('\n', out);
}

int fleet_print_markdown(const struct fleet_view *v, const json_t *document, FILE *out)
{
    size_t i, k;
    const json_t *part, *cell;
    v->put_lines(document, print_item, out);
    print_names(v, out);
    json_array_foreach(json_object_get(document, v->parts), i, part)
        json_array_foreach(json_object_get(part, "cells"), k, cell)
            print_cell(v, cell, i + 1, out);
    return output_flush(out);
}
