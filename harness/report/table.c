/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/columns.h"
#include "report/heading.h"
#include "report/layout.h"
#include "report/pmu.h"
#include "report/sections.h"
#include "text/json.h"
#include "text/json_show.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = LAYOUT_GAP, MOST_COLUMNS = 16, LINE = 900 };

struct table {
    FILE *out;
    bool colour;
    int width; /* of a line */
    const json_t *report;
    const struct report_column *columns[MOST_COLUMNS];
    int widths[MOST_COLUMNS]; /* 0: the line had no room for it */
    int size;
    char left_out[LINE]; /* titles of those columns */
};

static void print_ink(const struct table *t, const char *code)
{
    if (t->colour)
        fputs(code, t->out);
}

static void widen_columns(struct table *t, const json_t *cell)
{
    for (int c = 0; c < t->size; c++) {
        char text[COLUMN_TEXT];
        t->columns[c]->text(cell, text, sizeof text);
        if (layout_length(text) > t->widths[c])
            t->widths[c] = layout_length(text);
    }
}

/* Makes the line short enough, and notes what it takes away for that. */
static void fit(struct table *t)
{
    int ranks[MOST_COLUMNS];
    for (int c = 0; c < t->size; c++)
        ranks[c] = t->columns[c]->gives_way;
    layout_fit(t->widths, ranks, t->size, 0, t->width);
    for (int c = 0; c < t->size; c++) {
        size_t used = strlen(t->left_out);
        if (!t->widths[c])
            snprintf(t->left_out + used, sizeof t->left_out - used, "%s%s", used ? ", " : "",
                     t->columns[c]->title);
    }
}

/* Which columns there are, and how wide. */
static void lay_out(struct table *t, const struct report_column *columns)
{
    size_t i;
    const json_t *cell;
    t->size = 0;
    for (const struct report_column *c = columns; c->title; c++)
        if (report_column_used(c, t->report)) {
            t->columns[t->size] = c;
            t->widths[t->size++] = (int)strlen(c->title);
        }
    json_array_foreach(json_object_get(t->report, "cells"), i, cell)
        if (json_is(cell, "state", "measured"))
            widen_columns(t, cell);
    fit(t);
}

static void put_column(const struct table *t, int c, char *text)
{
    if (!t->widths[c])
        return;
    layout_cut(text, t->widths[c]);
    int space = t->widths[c] - layout_length(text);
    layout_pad(t->out, c ? GAP : 0);
    if (!t->columns[c]->left)
        layout_pad(t->out, space);
    fputs(text, t->out);
    if (t->columns[c]->left && c + 1 < t->size)
        layout_pad(t->out, space);
}

static void print_titles(const struct table *t)
{
    if (!t->size)
        return;
    fputc('\n', t->out);
    print_ink(t, INK_BOLD);
    for (int c = 0; c < t->size; c++) {
        char title[COLUMN_TEXT];
        snprintf(title, sizeof title, "%s", t->columns[c]->title);
        put_column(t, c, title);
    }
    print_ink(t, INK_PLAIN);
    fputc('\n', t->out);
}

static bool same_call(const json_t *a, const json_t *b)
{
    return json_equal(json_object_get(a, "call"), json_object_get(b, "call")) &&
           json_equal(json_object_get(a, "clock"), json_object_get(b, "clock"));
}

/* Some call has several rows, so that it is worth telling calls apart by a space. */
static bool grouped(const struct table *t)
{
    const json_t *cell, *before = NULL;
    size_t i;
    json_array_foreach(json_object_get(t->report, "cells"), i, cell) {
        if (!json_is(cell, "state", "measured"))
            continue;
        if (before && same_call(before, cell))
            return true;
        before = cell;
    }
    return false;
}

/* A row for each measured cell. */
static void print_rows(const struct table *t)
{
    const json_t *cell, *before = NULL;
    bool spaced = grouped(t);
    size_t i;
    json_array_foreach(json_object_get(t->report, "cells"), i, cell) {
        if (!json_is(cell, "state", "measured"))
            continue;
        if (spaced && before && !same_call(before, cell))
            fputc('\n', t->out);
        for (int c = 0; c < t->size; c++) {
            char text[COLUMN_TEXT];
            t->columns[c]->text(cell, text, sizeof text);
            put_column(t, c, text);
        }
        fputc('\n', t->out);
        before = cell;
    }
}

static void print_legend(const struct table *t)
{
    char text[LINE];
    if (!t->size)
        return;
    report_legend(t->report, text, sizeof text);
    fputc('\n', t->out);
    print_ink(t, INK_DIM);
    layout_paragraph(t->out, t->width, 0, " ", text);
    layout_left_out(t->out, t->width, t->left_out);
    print_ink(t, INK_PLAIN);
}

static int print_report_table(const json_t *report, FILE *out, struct report_style style)
{
    struct table t = {.out = out, .colour = style.colour, .width = style.width, .report = report};
    const struct sections sections = {out, style.colour, style.width, report};
    lay_out(&t, report_columns);
    sections_heading(&sections);
    print_titles(&t);
    print_rows(&t);
    if (report_pmu_used(report)) {
        lay_out(&t, report_pmu_columns);
        print_titles(&t);
        print_rows(&t);
    }
    sections_contexts(&sections);
    sections_print(&sections);
    print_legend(&t);
    return output_flush(out);
}

static const struct output_kind kind = {
    .name = "table of systoll", .begins = {"Machine  ", "Run      ", NULL}, .holds = "Run      "};

const struct report_format report_table = {.name = "table",
                                           .help = "for people, on a terminal in colour",
                                           .print = print_report_table,
                                           .kind = &kind};
