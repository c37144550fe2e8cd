/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"

#include "fleet/say.h"
#include "output/print.h"
#include "report/markdown.h"

#include <stdlib.h>

enum { TEXT = 128 };

/* Takes the text. */
static void print_item(const char *label, char *text, FILE *out)
{
    fprintf(out, "- **%s**: ", label);
    report_markdown_text(text ? text : "out of memory", out);
    fputc('\n', out);
    free(text);
}

static void print_heading(const json_t *document, FILE *out)
{
    size_t i;
    const json_t *one;
    print_item("Fleet", fleet_say_counts(document), out);
    json_array_foreach(json_object_get(document, "groups"), i, one) {
        char label[32];
        snprintf(label, sizeof label, "Group %zu", i + 1);
        print_item(label, fleet_say_group(one), out);
    }
    json_array_foreach(json_object_get(document, "findings"), i, one)
        print_item(fleet_say_verdict(one), fleet_say_finding(one), out);
    json_array_foreach(json_object_get(document, "unread"), i, one)
        print_item("Unread", fleet_say_unread(one), out);
}

static void print_cell(const json_t *cell, size_t group, FILE *out)
{
    char text[TEXT];
    fprintf(out, "| %zu |", group);
    for (int c = 0; c < FLEET_COLUMNS; c++) {
        fleet_column_text(cell, c, text, sizeof text);
        fputc(' ', out);
        if (c)
            report_markdown_text(text, out);
        else
            report_markdown_name(text, out);
        fputs(" |", out);
    }
    fputc('\n', out);
}

static int print_fleet_markdown(const json_t *document, FILE *out, struct report_style style)
{
    size_t i, k;
    const json_t *group, *cell;
    (void)style;
    print_heading(document, out);
    fputs("\n| group |", out);
    for (int c = 0; c < FLEET_COLUMNS; c++)
        fprintf(out, " %s |", fleet_columns[c]);
    fputs("\n|---:|:---|:---|---:|---:|---:|---:|\n", out);
    json_array_foreach(json_object_get(document, "groups"), i, group)
        json_array_foreach(json_object_get(group, "cells"), k, cell)
            print_cell(cell, i + 1, out);
    return output_flush(out);
}

const struct report_format fleet_markdown = {
    .name = "markdown", .help = "for a page or a comment", .print = print_fleet_markdown};
