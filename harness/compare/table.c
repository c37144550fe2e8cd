/* SPDX-License-Identifier: MIT */
#include "compare/formats.h"

#include "compare/heading.h"
#include "compare/table_words.h"
#include "compare/texts.h"
#include "report/columns.h"
#include "report/layout.h"
#include "text/json_show.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = LAYOUT_GAP, LEAST_NAME = 12, MOST_HEAD = 12 };

static void widen_to_text(int *width, const char *text)
{
    int own = layout_length(text);
    *width = own > *width ? own : *width;
}

static void change_text(const struct compare_layout *t, const json_t *cell, size_t record,
                        char *text, size_t size)
{
    compare_change_text(cell, record, text, size - 2);
    if (!t->intervals && compare_apart(cell, record))
        strcat(text, "*");
}

static void lay_out_side(const struct compare_layout *t, struct compare_side *s)
{
    bool exact = compare_instructions(t->comparison), base = s == t->sides;
    size_t i;
    const json_t *cell;
    char text[COMPARE_WORD];
    s->value = exact ? (int)strlen("instr.") : (int)strlen("ns");
    s->change = base ? 0 : (int)strlen("ratio");
    s->interval = base || exact || !t->intervals ? 0 : (int)strlen("interval");
    json_array_foreach(t->cells, i, cell) {
        compare_value_text(cell, s->record, text, sizeof text);
        widen_to_text(&s->value, text);
        change_text(t, cell, s->record, text, sizeof text);
        if (s->change)
            widen_to_text(&s->change, text);
        compare_interval_text(cell, s->record, text, sizeof text);
        if (s->interval)
            widen_to_text(&s->interval, text);
    }
}

static int side_width(const struct compare_side *s)
{
    return s->value + (s->change ? 1 + s->change : 0) + (s->interval ? GAP + s->interval : 0);
}

/* Room for the record's name above its columns, within reason. */
static void widen_for_head(const struct compare_layout *t, struct compare_side *s)
{
    char name[COMPARE_WORD];
    compare_name_text(t->comparison, s->record, name, sizeof name);
    int head = layout_length(name);
    head = head < MOST_HEAD ? head : MOST_HEAD;
    if (side_width(s) < head)
        s->value += head - side_width(s);
}

static int lay_out(struct compare_layout *t, bool intervals)
{
    int total = t->name;
    t->intervals = intervals;
    for (size_t i = 0; i < t->size; i++) {
        lay_out_side(t, &t->sides[i]);
        widen_for_head(t, &t->sides[i]);
        total += GAP + side_width(&t->sides[i]);
    }
    return total;
}

static void put_right(const struct compare_layout *t, int width, const char *text)
{
    layout_pad(t->out, width - layout_length(text));
    fputs(text, t->out);
}

static void put_left(const struct compare_layout *t, int width, char *text)
{
    layout_cut(text, width);
    fputs(text, t->out);
    layout_pad(t->out, width - layout_length(text));
}

static void put_side(const struct compare_layout *t, const struct compare_side *s,
                     const char *value, const char *change, const char *interval)
{
    layout_pad(t->out, GAP);
    put_right(t, s->value, value);
    if (s->change)
        put_right(t, s->change + 1, change);
    if (s->interval)
        put_right(t, s->interval + GAP, interval);
}

/* The base, then the sides from there up to there. */
#define each_side(s, t, from, to)                                                                  \
    (const struct compare_side *s = (t)->sides; s < (t)->sides + (to);                             \
     s = s == (t)->sides ? (t)->sides + (from) : s + 1)

static void print_titles(const struct compare_layout *t, size_t from, size_t to)
{
    bool exact = compare_instructions(t->comparison);
    char text[COMPARE_WORD];
    fputc('\n', t->out);
    table_ink(t, INK_BOLD);
    layout_pad(t->out, t->name);
    for
        each_side(s, t, from, to)
        {
            compare_name_text(t->comparison, s->record, text, sizeof text);
            layout_cut(text, side_width(s));
            put_right(t, side_width(s) + GAP, text);
        }
    fputc('\n', t->out);
    put_left(t, t->name, strcpy(text, "cell"));
    for
        each_side(s, t, from, to)
            put_side(t, s, exact ? "instr." : "ns", exact ? "diff" : "ratio", "interval");
    table_ink(t, INK_PLAIN);
    fputc('\n', t->out);
}

static void print_row(const struct compare_layout *t, size_t from, size_t to, const json_t *cell)
{
    char name[COLUMN_TEXT];
    json_show_string(cell, "cell", name, sizeof name);
    put_left(t, t->name, name);
    for
        each_side(s, t, from, to)
        {
            char value[COMPARE_WORD], change[COMPARE_WORD], interval[COMPARE_WORD];
            compare_value_text(cell, s->record, value, sizeof value);
            change_text(t, cell, s->record, change, sizeof change);
            compare_interval_text(cell, s->record, interval, sizeof interval);
            put_side(t, s, value, change, interval);
        }
    fputc('\n', t->out);
}

/* A space where another call begins. */
static void print_rows(const struct compare_layout *t, size_t from, size_t to)
{
    const json_t *cell, *before = NULL;
    size_t i;
    print_titles(t, from, to);
    json_array_foreach(t->cells, i, cell) {
        if (!compare_cell_shown(cell))
            continue;
        if (before &&
            !(json_equal(json_object_get(before, "call"), json_object_get(cell, "call")) &&
              json_equal(json_object_get(before, "clock"), json_object_get(cell, "clock"))))
            fputc('\n', t->out);
        print_row(t, from, to, cell);
        before = cell;
    }
}

/* Names take what the base and the widest of the other records leave. */
static void cut_names(struct compare_layout *t)
{
    int widest = 0;
    for (size_t i = 1; i < t->size; i++)
        widest = side_width(&t->sides[i]) > widest ? side_width(&t->sides[i]) : widest;
    int room = t->width - side_width(&t->sides[0]) - widest - 2 * GAP;
    if (t->name > room)
        t->name = room > LEAST_NAME ? room : LEAST_NAME;
}

/* As many tables as the records need at this width: those that would make a line longer go into one
 * of their own. */
static void print_tables(struct compare_layout *t)
{
    if (lay_out(t, true) > t->width)
        lay_out(t, false);
    cut_names(t);
    for (size_t from = 1, to; from < t->size; from = to) {
        int width = t->name + GAP + side_width(&t->sides[0]);
        for (to = from; to < t->size; to++) {
            width += GAP + side_width(&t->sides[to]);
            if (width > t->width && to > from)
                break;
        }
        print_rows(t, from, to);
    }
}

/* Names take what they need, up to half a line. */
static int name_width(const json_t *cells, int line)
{
    int width = LEAST_NAME;
    size_t i;
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        char name[COLUMN_TEXT];
        if (compare_cell_shown(cell))
            widen_to_text(&width, json_show_string(cell, "cell", name, sizeof name));
    }
    return width < line / 2 ? width : line / 2;
}

static void order_sides(struct compare_layout *t)
{
    size_t base = compare_base(t->comparison);
    t->sides[0].record = base;
    for (size_t i = 0, next = 1; i < t->size; i++)
        if (i != base)
            t->sides[next++].record = i;
}

static void print_all(struct compare_layout *t)
{
    order_sides(t);
    table_heading(t);
    print_tables(t);
    table_sentences(t, "Measured here, not there", "changed_state");
    table_sentences(t, "Other ways into the kernel", "changed_entries");
    char *legend = compare_legend(t->comparison, !t->intervals);
    fputc('\n', t->out);
    table_ink(t, INK_DIM);
    layout_paragraph(t->out, t->width, 0, " ", legend ? legend : "out of memory");
    free(legend);
    table_ink(t, INK_PLAIN);
}

static int print_comparison_table(const json_t *comparison, FILE *out, struct report_style style)
{
    struct compare_layout t = {
        .out = out, .colour = style.colour, .width = style.width, .comparison = comparison};
    t.cells = json_object_get(comparison, "cells");
    t.size = json_array_size(json_object_get(comparison, "records"));
    t.name = name_width(t.cells, t.width);
    t.sides = calloc(t.size + 1, sizeof *t.sides);
    if (!t.sides)
        return -ENOMEM;
    errno = 0;
    print_all(&t);
    free(t.sides);
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format compare_table = {.name = "table",
                                            .help = "for people, on a terminal in colour",
                                            .print = print_comparison_table};
