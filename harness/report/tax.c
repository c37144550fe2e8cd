/* SPDX-License-Identifier: MIT */
#include "report/tax.h"

#include "output/print.h"
#include "report/columns.h"
#include "report/contexts.h"
#include "report/heading.h"
#include "report/layout.h"
#include "report/markdown.h"
#include "report/sections.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 3 };

/* A column of the paths' table, of a row of the document's "contexts". */
struct tax_column {
    const char *title;
    bool left;
    void (*text)(const json_t *row, char *text, size_t size);
};

static void show_context(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "context", text, size);
}

static void show_path(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "path", text, size);
}

static void show_calls(const json_t *row, char *text, size_t size)
{
    json_show_value(json_object_get(row, "calls"), DIGITS, text, size);
}

/* Both ends with the decimals that the estimate has. */
static void show_ends(const json_t *of, char *text, size_t size)
{
    double estimate = json_number_of(of, "estimate"), lo = json_number_of(of, "lo"),
           hi = json_number_of(of, "hi");
    int places = show_decimals(fabs(estimate), DIGITS);
    char a[SHOW_NUMBER], b[SHOW_NUMBER];
    if (isfinite(estimate) && isfinite(lo) && isfinite(hi))
        snprintf(text, size, "%s..%s", show_fixed(lo, places, a), show_fixed(hi, places, b));
    else
        snprintf(text, size, "-");
}

static void show_ratio_ends(const json_t *row, char *text, size_t size)
{
    show_ends(json_object_get(row, "ratio"), text, size);
}

static void show_added(const json_t *row, char *text, size_t size)
{
    double ns = json_number_of(json_object_get(row, "added_ns"), "estimate");
    bool same = json_is_false(json_object_get(row, "distinguishable"));
    char number[SHOW_NUMBER];
    if (isfinite(ns))
        snprintf(text, size, "%s%s", same ? "~" : "", show_number(ns, DIGITS, number));
    else
        snprintf(text, size, "-");
}

static void show_added_ends(const json_t *row, char *text, size_t size)
{
    show_ends(json_object_get(row, "added_ns"), text, size);
}

static void show_entries(const json_t *row, char *text, size_t size)
{
    const char *word = json_text_of(row, "entries");
    snprintf(text, size, "%s", strcmp(word, "unchanged") == 0 ? "as hot" : *word ? "changed" : "-");
}

static const struct tax_column columns[] = {
    {"context", true, show_context},      {"path", true, show_path},
    {"calls", false, show_calls},         {"x hot", false, contexts_ratio},
    {"interval", false, show_ratio_ends}, {"ns more", false, show_added},
    {"interval", false, show_added_ends}, {"entries", true, show_entries},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char legend[] =
    "By path: of its calls together, each by what it costs hot. ns more: of one call, on average. "
    "interval: 95 %, from the rounds that have both. ~: not distinguishable from hot. entries: "
    "into "
    "the kernel, counted.";

static bool same_context(const json_t *a, const json_t *b)
{
    return json_equal(json_object_get(a, "context"), json_object_get(b, "context"));
}

static void put_line(FILE *out, const int widths[COLUMNS], const json_t *row)
{
    for (int c = 0; c < COLUMNS; c++) {
        char text[COLUMN_TEXT];
        if (row)
            columns[c].text(row, text, sizeof text);
        else
            snprintf(text, sizeof text, "%s", columns[c].title);
        int space = widths[c] - layout_length(text);
        layout_pad(out, c ? LAYOUT_GAP : 0);
        if (!columns[c].left)
            layout_pad(out, space);
        fputs(text, out);
        if (columns[c].left && c + 1 < COLUMNS)
            layout_pad(out, space);
    }
    fputc('\n', out);
}

static void print_paths(const struct sections *s)
{
    const json_t *row, *before = NULL, *rows = json_object_get(s->report, "contexts");
    int widths[COLUMNS];
    size_t i;
    for (int c = 0; c < COLUMNS; c++) {
        widths[c] = (int)strlen(columns[c].title);
        json_array_foreach(rows, i, row) {
            char text[COLUMN_TEXT];
            columns[c].text(row, text, sizeof text);
            widths[c] = layout_length(text) > widths[c] ? layout_length(text) : widths[c];
        }
    }
    fputc('\n', s->out);
    sections_ink(s, INK_BOLD);
    put_line(s->out, widths, NULL);
    sections_ink(s, INK_PLAIN);
    json_array_foreach(rows, i, row) {
        if (before && !same_context(before, row))
            fputc('\n', s->out);
        put_line(s->out, widths, row);
        before = row;
    }
    fputc('\n', s->out);
    sections_ink(s, INK_DIM);
    layout_paragraph(s->out, s->width, 0, " ", legend);
    sections_ink(s, INK_PLAIN);
}

static bool has_rows(const json_t *report, const json_t *cell)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(report, "contexts"), i, row)
        if (same_context(row, cell))
            return true;
    return json_is(cell, "context", "hot");
}

/* The first cell of a context that no cell could be measured in. */
static bool is_first_of_absent(const json_t *report, size_t at)
{
    const json_t *cells = json_object_get(report, "cells"), *cell = json_array_get(cells, at);
    for (size_t i = 0; i < at; i++)
        if (same_context(json_array_get(cells, i), cell))
            return false;
    return !has_rows(report, cell);
}

/* Calls put for each context that is not there, with its name and the reason. */
static void each_absent(const json_t *report, FILE *out, int width,
                        void (*put)(FILE *out, int width, const char *name, const char *reason))
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (!is_first_of_absent(report, i))
            continue;
        char *reason = json_show_whole(json_object_get(cell, "reason"));
        put(out, width, json_show_string(cell, "context", name, sizeof name),
            reason && *reason ? reason : "its hot cells were not measured");
        free(reason);
    }
}

static void put_absent(FILE *out, int width, const char *name, const char *reason)
{
    fprintf(out, "\nNot there: %s: ", name);
    layout_paragraph(out, width, 13 + layout_length(name), " ", reason);
}

static void put_absent_item(FILE *out, int width, const char *name, const char *reason)
{
    (void)width;
    fputs("- not there: ", out);
    report_markdown_name(name, out);
    fputs(": ", out);
    report_markdown_text(reason, out);
    fputc('\n', out);
}

bool tax_known(const json_t *report)
{
    return json_array_size(json_object_get(report, "contexts")) > 0;
}

static int print_tax_table(const json_t *report, FILE *out, struct report_style style)
{
    const struct sections s = {out, style.colour, style.width, report};
    sections_heading(&s);
    if (tax_known(report))
        print_paths(&s);
    sections_contexts(&s);
    each_absent(report, out, style.width, put_absent);
    return output_flush(out);
}

static void put_row(FILE *out, const json_t *row)
{
    char text[COLUMN_TEXT];
    for (int c = 0; c < COLUMNS; c++) {
        columns[c].text(row, text, sizeof text);
        fputs("| ", out);
        report_markdown_text(text, out);
        fputc(' ', out);
    }
    fputs("|\n", out);
}

static int print_tax_markdown(const json_t *report, FILE *out, struct report_style style)
{
    size_t i;
    const json_t *row;
    (void)style;
    report_markdown_heading(report, out);
    for (int c = 0; c < COLUMNS; c++)
        fprintf(out, "| %s ", columns[c].title);
    fputs("|\n", out);
    for (int c = 0; c < COLUMNS; c++)
        fputs(columns[c].left ? "|:---" : "|---:", out);
    fputs("|\n", out);
    json_array_foreach(json_object_get(report, "contexts"), i, row)
        put_row(out, row);
    fputc('\n', out);
    report_markdown_text(legend, out);
    fputs("\n\n", out);
    report_markdown_contexts(report, out);
    each_absent(report, out, 0, put_absent_item);
    return output_flush(out);
}

static const struct report_format table = {
    .name = "table", .help = "for people, on a terminal in colour", .print = print_tax_table};

static const struct report_format markdown = {
    .name = "markdown", .help = "tables for a web page or a comment", .print = print_tax_markdown};

const struct report_format *const tax_formats[] = {&table, &report_json, &report_csv, &markdown,
                                                   NULL};
