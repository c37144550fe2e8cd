/* SPDX-License-Identifier: MIT */
#include "report/sections.h"

#include "report/columns.h"
#include "report/layout.h"
#include "text/json.h"
#include "text/json_show.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = LAYOUT_GAP, LINE = 900 };

static const char bold[] = "\033[1m", dim[] = "\033[2m", red[] = "\033[31m", plain[] = "\033[0m";

static void print_ink(const struct sections *s, const char *code)
{
    if (s->colour)
        fputs(code, s->out);
}

static int name_width(const struct sections *s, bool (*wanted)(const json_t *cell))
{
    char name[COLUMN_TEXT];
    size_t i;
    const json_t *cell;
    int width = 0;
    json_array_foreach(json_object_get(s->report, "cells"), i, cell) {
        int own = layout_length(json_show_string(cell, "cell", name, sizeof name));
        if (wanted(cell) && own > width)
            width = own;
    }
    return width < s->width / 2 ? width : s->width / 2;
}

/* A section of names with a paragraph each; nothing where no cell is wanted. */
static void print_section(const struct sections *s, const char *title,
                          bool (*wanted)(const json_t *cell),
                          void (*write)(const struct sections *s, int indent, const json_t *cell))
{
    size_t i;
    const json_t *cell;
    int width = name_width(s, wanted);
    if (!width)
        return;
    print_ink(s, bold);
    fprintf(s->out, "\n%s", title);
    print_ink(s, plain);
    fputc('\n', s->out);
    json_array_foreach(json_object_get(s->report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (!wanted(cell))
            continue;
        json_show_string(cell, "cell", name, sizeof name);
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

static bool has_events(const json_t *cell)
{
    char *text = json_is(cell, "state", "measured") ? report_events(cell) : NULL;
    bool has = text && *text;
    free(text);
    return has;
}

static void write_events(const struct sections *s, int indent, const json_t *cell)
{
    write_own(s, indent, ", ", report_events(cell));
}

static bool has_modes(const json_t *cell)
{
    char text[LINE];
    return json_is(cell, "state", "measured") && report_modes(cell, text, sizeof text);
}

static void write_modes(const struct sections *s, int indent, const json_t *cell)
{
    char text[LINE];
    report_modes(cell, text, sizeof text);
    layout_paragraph(s->out, s->width, indent, " ", text);
}

static bool not_measured(const json_t *cell)
{
    return !json_is(cell, "state", "measured");
}

static void write_reason(const struct sections *s, int indent, const json_t *cell)
{
    char state[16];
    bool failed = strcmp(json_show_string(cell, "state", state, sizeof state), "failed") == 0;
    print_ink(s, failed ? red : dim);
    fprintf(s->out, "%-8s", state);
    print_ink(s, plain);
    layout_pad(s->out, 1);
    write_own(s, indent + 9, " ", json_show_whole(json_object_get(cell, "reason")));
}

void sections_print(const struct sections *s)
{
    print_section(s, "Two modes", has_modes, write_modes);
    print_section(s, "Events per call", has_events, write_events);
    print_section(s, "Not measured", not_measured, write_reason);
}
