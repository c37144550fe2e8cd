/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

#include "gate/reasons.h"
#include "gate/texts.h"
#include "report/layout.h"
#include "text/json_show.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = LAYOUT_GAP, COLUMNS = 16, NAMES = 1 /* the column of cells */ };

static const char *const colours[VERDICTS] = {
    [VERDICT_PASS] = "\033[32m",         [VERDICT_IMPROVEMENT] = "\033[32m",
    [VERDICT_REGRESSION] = "\033[1;31m", [VERDICT_INCONCLUSIVE] = "\033[33m",
    [VERDICT_SKIPPED] = "\033[2m",
};
static const char plain[] = "\033[0m";

static void put_column(const struct gate_column *c, const json_t *row, char *text, size_t size)
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
    char text[GATE_COLUMN];
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
        char text[GATE_COLUMN];
        if (!widths[i])
            continue;
        put_column(&gate_columns[i], row, text, sizeof text);
        layout_cut(text, widths[i]);
        int pad = widths[i] - layout_length(text);
        bool inked = row && colour && strcmp(gate_columns[i].title, "verdict") == 0;
        layout_pad(out, owed + (gate_columns[i].left ? 0 : pad));
        fprintf(out, "%s%s%s", inked ? colours[gate_verdict(row)] : "", text, inked ? plain : "");
        owed = GAP + (gate_columns[i].left ? pad : 0);
    }
    fputc('\n', out);
}

/* The columns that something is shown in, as far as a line has room for them; the titles of the
 * others. */
static void lay_out(const json_t *answer, int width, int *widths, char left_out[GATE_WORD])
{
    int ranks[COLUMNS] = {0}, wanted[COLUMNS] = {0}, size = 0;
    for (; gate_columns[size].title; size++) {
        if (gate_column_used(&gate_columns[size], answer))
            wanted[size] = widths[size] = width_of(&gate_columns[size], answer);
        ranks[size] = gate_columns[size].gives_way;
    }
    layout_fit(widths, ranks, size, NAMES, width);
    *left_out = '\0';
    for (int i = 0; i < size; i++) {
        size_t used = strlen(left_out);
        if (wanted[i] && !widths[i])
            snprintf(left_out + used, GATE_WORD - used, "%s%s", used ? ", " : "",
                     gate_columns[i].title);
    }
}

static void print_table(const json_t *answer, FILE *out, struct report_style style)
{
    int widths[COLUMNS] = {0};
    char left_out[GATE_WORD];
    size_t i;
    const json_t *row;
    if (!*gate_legend(answer))
        return;
    lay_out(answer, style.width, widths, left_out);
    fputc('\n', out);
    print_row(NULL, widths, out, false);
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row))
            print_row(row, widths, out, style.colour);
    fputc('\n', out);
    layout_paragraph(out, style.width, 0, " ", gate_legend(answer));
    layout_left_out(out, style.width, left_out);
}

/* A sentence of the answer, whole. */
static void print_sentence(const json_t *sentence, FILE *out, int width, int indent)
{
    char *text = json_show_whole(sentence);
    layout_paragraph(out, width, indent, " ", text ? text : "out of memory");
    free(text);
}

static void print_reasons(const json_t *answer, FILE *out, int width)
{
    size_t i;
    const json_t *one;
    json_t *reasons = gate_reasons(answer);
    if (json_array_size(reasons))
        fputc('\n', out);
    json_array_foreach(reasons, i, one)
        print_sentence(one, out, width, 2);
    json_decref(reasons);
}

static int print_answer_text(const json_t *answer, FILE *out, struct report_style style)
{
    size_t i;
    const json_t *note;
    errno = 0;
    print_sentence(json_object_get(answer, "text"), out, style.width, 0);
    json_array_foreach(json_object_get(answer, "notes"), i, note)
        print_sentence(note, out, style.width, 0);
    print_table(answer, out, style);
    print_reasons(answer, out, style.width);
    return gate_flush(out);
}

const struct report_format gate_text = {
    .name = "text", .help = "for people", .print = print_answer_text, .kind = &output_text};
