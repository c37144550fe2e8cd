/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

#include "gate/texts.h"
#include "report/columns.h"
#include "report/layout.h"

#include <errno.h>
#include <string.h>

enum { GAP = 2, COLUMNS = 16 };

static const char *const colours[VERDICTS] = {
    [VERDICT_PASS] = "\033[32m",         [VERDICT_IMPROVEMENT] = "\033[32m",
    [VERDICT_REGRESSION] = "\033[1;31m", [VERDICT_INCONCLUSIVE] = "\033[33m",
    [VERDICT_SKIPPED] = "\033[2m",
};
static const char plain[] = "\033[0m";

static void text_of(const struct gate_column *c, const json_t *row, char *text, size_t size)
{
    if (row)
        c->text(row, text, size);
    else
        snprintf(text, size, "%s", c->title);
}

static int width_of(const struct gate_column *c, const json_t *answer)
{
    int width = layout_length(c->title);
    size_t i;
    const json_t *row;
    char text[GATE_TEXT];
    json_array_foreach(json_object_get(answer, "cells"), i, row) {
        c->text(row, text, sizeof text);
        if (gate_tabled(row) && layout_length(text) > width)
            width = layout_length(text);
    }
    return width;
}

/* The titles where row is NULL. */
static void print_row(const json_t *row, const int *widths, FILE *out, bool colour)
{
    int owed = 0;
    for (size_t i = 0; gate_columns[i].title; i++) {
        char text[GATE_TEXT];
        if (!widths[i])
            continue;
        text_of(&gate_columns[i], row, text, sizeof text);
        int pad = widths[i] - layout_length(text);
        bool inked = row && colour && strcmp(gate_columns[i].title, "verdict") == 0;
        layout_pad(out, owed + (gate_columns[i].left ? 0 : pad));
        fprintf(out, "%s%s%s", inked ? colours[gate_verdict(row)] : "", text, inked ? plain : "");
        owed = GAP + (gate_columns[i].left ? pad : 0);
    }
    fputc('\n', out);
}

static void print_table(const json_t *answer, FILE *out, bool colour)
{
    int widths[COLUMNS] = {0};
    size_t i;
    const json_t *row;
    if (!*gate_legend(answer))
        return;
    for (i = 0; gate_columns[i].title; i++)
        if (gate_column_used(&gate_columns[i], answer))
            widths[i] = width_of(&gate_columns[i], answer);
    fputc('\n', out);
    print_row(NULL, widths, out, false);
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row))
            print_row(row, widths, out, colour);
    fputc('\n', out);
    layout_paragraph(out, 0, " ", gate_legend(answer));
}

static void print_reasons(const json_t *answer, FILE *out)
{
    size_t i;
    const json_t *one;
    json_t *reasons = gate_reasons(answer);
    if (json_array_size(reasons))
        fputc('\n', out);
    json_array_foreach(reasons, i, one)
        layout_paragraph(out, 2, " ", json_string_value(one));
    json_decref(reasons);
}

static int print(const json_t *answer, FILE *out, bool colour)
{
    char text[GATE_TEXT];
    size_t i;
    const json_t *note;
    errno = 0;
    layout_paragraph(out, 0, " ", report_string(answer, "text", text, sizeof text));
    json_array_foreach(json_object_get(answer, "notes"), i, note)
        layout_paragraph(out, 0, " ", report_text(note, text, sizeof text));
    print_table(answer, out, colour);
    print_reasons(answer, out);
    return gate_flush(out);
}

const struct report_format gate_text = {"text", "for people", print};
