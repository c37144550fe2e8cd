/* SPDX-License-Identifier: MIT */
#include "report/sections.h"

#include "report/columns.h"
#include "report/contexts.h"
#include "report/heading.h"
#include "report/layout.h"
#include "report/noisy.h"
#include "text/json.h"
#include "text/json_show.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = LAYOUT_GAP, LABEL = 9, LINE = 900 };

void sections_ink(const struct sections *s, const char *ink)
{
    if (s->colour)
        fputs(ink, s->out);
}

/* Nothing where text is "". Frees it. */
static void print_labelled(const struct sections *s, const char *ink, const char *label,
                           const char *gap, char *text)
{
    if (!text || *text) {
        sections_ink(s, ink);
        fputs(label, s->out);
        sections_ink(s, INK_PLAIN);
        layout_pad(s->out, LABEL - layout_length(label));
        layout_paragraph(s->out, s->width, LABEL, gap, text ? text : "out of memory");
    }
    free(text);
}

void sections_heading(const struct sections *s)
{
    char text[LINE];
    size_t i;
    const json_t *warning;
    print_labelled(s, INK_BOLD, "Machine", ", ", report_machine(s->report));
    print_labelled(s, INK_BOLD, "Run", ", ", report_run(s->report));
    print_labelled(s, INK_BOLD, "Noise", ", ", report_interference(s->report));
    json_array_foreach(json_object_get(json_object_get(s->report, "run"), "warnings"), i, warning)
        print_labelled(s, INK_YELLOW, "Warning", " ", json_show_whole(warning));
    report_noisy(s->report, text, sizeof text);
    print_labelled(s, INK_RED, "Noisy", " ", strdup(text));
}

/* Whether a section has a line of the cell at that index, and what that line is named. */
typedef bool section_lists(const json_t *report, size_t at, char *name, size_t size);

static int name_width(const struct sections *s, section_lists *lists)
{
    char name[COLUMN_TEXT];
    int width = 0;
    for (size_t i = 0; i < json_array_size(json_object_get(s->report, "cells")); i++)
        if (lists(s->report, i, name, sizeof name) && layout_length(name) > width)
            width = layout_length(name);
    return width < s->width / 2 ? width : s->width / 2;
}

/* A section of names with a paragraph each; nothing where no cell is listed. */
static void print_section(const struct sections *s, const char *title, section_lists *lists,
                          void (*write)(const struct sections *s, int indent, const json_t *cell))
{
    size_t i;
    const json_t *cell;
    int width = name_width(s, lists);
    if (!width)
        return;
    sections_ink(s, INK_BOLD);
    fprintf(s->out, "\n%s", title);
    sections_ink(s, INK_PLAIN);
    fputc('\n', s->out);
    json_array_foreach(json_object_get(s->report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (!lists(s->report, i, name, sizeof name))
            continue;
        layout_cut(name, width);
        fputs(name, s->out);
        layout_pad(s->out, width - layout_length(name) + GAP);
        write(s, width + GAP, cell);
    }
}

/* A paragraph of the text, which it frees. */
static void write_own(const struct sections *s, int indent, const char *gap, char *text)
{
    layout_paragraph(s->out, s->width, indent, gap, text ? text : "out of memory");
    free(text);
}

/* Shows the cell's name, and returns it. */
static const json_t *cell_at(const json_t *report, size_t at, char *name, size_t size)
{
    const json_t *cell = json_array_get(json_object_get(report, "cells"), at);
    json_show_string(cell, "cell", name, size);
    return cell;
}

static bool has_events(const json_t *report, size_t at, char *name, size_t size)
{
    const json_t *cell = cell_at(report, at, name, size);
    char *text = json_is(cell, "state", "measured") ? report_events(cell) : NULL;
    bool has = text && *text;
    free(text);
    return has;
}

static void write_events(const struct sections *s, int indent, const json_t *cell)
{
    write_own(s, indent, ", ", report_events(cell));
}

static bool has_modes(const json_t *report, size_t at, char *name, size_t size)
{
    const json_t *cell = cell_at(report, at, name, size);
    char text[LINE];
    return json_is(cell, "state", "measured") && report_modes(cell, text, sizeof text);
}

static void write_modes(const struct sections *s, int indent, const json_t *cell)
{
    char text[LINE];
    report_modes(cell, text, sizeof text);
    layout_paragraph(s->out, s->width, indent, " ", text);
}

static void write_reason(const struct sections *s, int indent, const json_t *cell)
{
    char state[16];
    bool failed = strcmp(json_show_string(cell, "state", state, sizeof state), "failed") == 0;
    sections_ink(s, failed ? INK_RED : INK_DIM);
    fprintf(s->out, "%-8s", state);
    sections_ink(s, INK_PLAIN);
    layout_pad(s->out, 1);
    write_own(s, indent + 9, " ", json_show_whole(json_object_get(cell, "reason")));
}

/* The table of contexts, laid out. */
struct ratios {
    const struct sections *s;
    struct contexts of;
    int names;   /* the width of the rows' names */
    int *widths; /* of each context's column, with the gap before it */
};

static int widest_row(const struct ratios *r)
{
    char name[COLUMN_TEXT];
    size_t i;
    const json_t *row;
    int width = layout_length(contexts_title(&r->of));
    json_array_foreach(r->of.rows, i, row) {
        int own = layout_length(json_show_string(row, "cell", name, sizeof name));
        width = own > width ? own : width;
    }
    return width < r->s->width / 2 ? width : r->s->width / 2;
}

/* The text of a context's column in that row; its title where row is NULL. */
static const char *ratio_text(const struct ratios *r, const json_t *row, size_t column,
                              char text[COLUMN_TEXT])
{
    const json_t *name = json_array_get(r->of.names, column);
    if (row)
        contexts_change(contexts_effect(&r->of, row, json_string_value(name)), text, COLUMN_TEXT);
    else
        json_show_text(name, text, COLUMN_TEXT);
    return text;
}

static int widest_ratio(const struct ratios *r, size_t column)
{
    char text[COLUMN_TEXT];
    size_t i;
    const json_t *row;
    int width = layout_length(ratio_text(r, NULL, column, text));
    json_array_foreach(r->of.rows, i, row) {
        int own = layout_length(ratio_text(r, row, column, text));
        width = own > width ? own : width;
    }
    return width + GAP;
}

/* A row, of the contexts from one to before another; the titles where row is NULL. */
static void print_ratios(const struct ratios *r, const json_t *row, size_t from, size_t to)
{
    char text[COLUMN_TEXT];
    if (row)
        json_show_string(row, "cell", text, sizeof text);
    else
        snprintf(text, sizeof text, "%s", contexts_title(&r->of));
    layout_cut(text, r->names);
    fputs(text, r->s->out);
    layout_pad(r->s->out, r->names - layout_length(text));
    for (size_t i = from; i < to; i++) {
        ratio_text(r, row, i, text);
        layout_pad(r->s->out, r->widths[i] - layout_length(text));
        fputs(text, r->s->out);
    }
    fputc('\n', r->s->out);
}

/* As many contexts as a line has room for, one at least; returns the first that is left. */
static size_t print_band(const struct ratios *r, size_t from)
{
    size_t i, to = from;
    const json_t *row;
    int used = r->names;
    do
        used += r->widths[to++];
    while (to < json_array_size(r->of.names) && used + r->widths[to] <= r->s->width);
    fputc('\n', r->s->out);
    sections_ink(r->s, INK_BOLD);
    print_ratios(r, NULL, from, to);
    sections_ink(r->s, INK_PLAIN);
    json_array_foreach(r->of.rows, i, row)
        print_ratios(r, row, from, to);
    return to;
}

static void print_contexts(struct ratios *r, size_t size)
{
    r->names = widest_row(r);
    for (size_t i = 0; i < size; i++)
        r->widths[i] = widest_ratio(r, i);
    for (size_t from = 0; from < size;)
        from = print_band(r, from);
    fputc('\n', r->s->out);
    sections_ink(r->s, INK_DIM);
    write_own(r->s, 0, " ", contexts_legend(&r->of));
    sections_ink(r->s, INK_PLAIN);
}

void sections_contexts(const struct sections *s)
{
    struct ratios r = {.s = s};
    contexts_of(s->report, &r.of);
    size_t size = json_array_size(r.of.rows) ? json_array_size(r.of.names) : 0;
    r.widths = calloc(size + 1, sizeof *r.widths);
    if (size && r.widths)
        print_contexts(&r, size);
    free(r.widths);
    contexts_free(&r.of);
}

void sections_print(const struct sections *s)
{
    print_section(s, "Two modes", has_modes, write_modes);
    print_section(s, "Events per call", has_events, write_events);
    print_section(s, "Not measured", contexts_unmeasured, write_reason);
}
