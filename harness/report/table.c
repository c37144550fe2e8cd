/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "report/columns.h"

#include <errno.h>
#include <string.h>

enum { WIDTH = 100, GAP = 2, MOST_COLUMNS = 16, LABEL = 9, LEAST_NAME = 12, LINE = 600 };

static const char bold[] = "\033[1m", dim[] = "\033[2m", red[] = "\033[31m", yellow[] = "\033[33m",
                  plain[] = "\033[0m";

struct table {
    FILE *out;
    bool colour;
    const json_t *report;
    const struct report_column *columns[MOST_COLUMNS];
    int widths[MOST_COLUMNS];
    int size;
};

static void ink(const struct table *t, const char *code)
{
    if (t->colour)
        fputs(code, t->out);
}

/* Characters, as a terminal counts those of Latin text: code points. */
static int length(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Cuts to so many characters; the last one then says that there was more. */
static void cut(char *text, int width)
{
    if (length(text) <= width)
        return;
    for (; width > 1; width--)
        do
            text++;
        while (((unsigned char)*text & 0xc0) == 0x80);
    strcpy(text, "~");
}

static void pad(const struct table *t, int width)
{
    fprintf(t->out, "%*s", width > 0 ? width : 0, "");
}

/* Bytes of the part of text up to a gap, or of as much of it as a line has room for. */
static int part_size(const char *text, const char *gap, int room)
{
    const char *end = strstr(text, gap);
    int size = end ? (int)(end - text) + (int)strlen(gap) - 1 : (int)strlen(text);
    int at = 0;
    while (at < size && room-- > 0)
        do
            at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

/* Text in lines of WIDTH that break after a gap (" " or ", "), elsewhere only where they must; the
 * writer stands at column indent. */
static void paragraph(const struct table *t, int indent, const char *gap, const char *text)
{
    int at = indent;
    while (*text) {
        char part[LINE];
        int size = part_size(text, gap, WIDTH - indent);
        snprintf(part, sizeof part, "%.*s", size, text);
        if (at > indent && at + 1 + length(part) > WIDTH) {
            fputc('\n', t->out);
            pad(t, indent);
            at = indent;
        }
        at += fprintf(t->out, "%s", at > indent ? " " : "") + length(part);
        fputs(part, t->out);
        text += size;
        text += *text == ' ';
    }
    fputc('\n', t->out);
}

static void labelled(const struct table *t, const char *code, const char *label, const char *gap,
                     const char *text)
{
    if (!*text)
        return;
    ink(t, code);
    fputs(label, t->out);
    ink(t, plain);
    pad(t, LABEL - length(label));
    paragraph(t, LABEL, gap, text);
}

static void print_heading(const struct table *t)
{
    char text[LINE];
    size_t i;
    const json_t *warning;
    report_machine(t->report, text, sizeof text);
    labelled(t, bold, "Machine", ", ", text);
    report_run(t->report, text, sizeof text);
    labelled(t, bold, "Run", ", ", text);
    json_array_foreach(json_object_get(json_object_get(t->report, "run"), "warnings"), i, warning)
        labelled(t, yellow, "Warning", " ", report_text(warning, text, sizeof text));
}

static void widen(struct table *t, const json_t *cell)
{
    for (int c = 0; c < t->size; c++) {
        char text[COLUMN_TEXT];
        t->columns[c]->text(cell, text, sizeof text);
        if (length(text) > t->widths[c])
            t->widths[c] = length(text);
    }
}

/* Which columns there are, and how wide; names give way where the line would be too long. */
static void lay_out(struct table *t)
{
    size_t i;
    const json_t *cell;
    int total = 0;
    for (const struct report_column *c = report_columns; c->title; c++)
        if (report_column_used(c, t->report)) {
            t->columns[t->size] = c;
            t->widths[t->size++] = (int)strlen(c->title);
        }
    json_array_foreach(json_object_get(t->report, "cells"), i, cell)
        if (report_measured(cell))
            widen(t, cell);
    for (int c = 0; c < t->size; c++)
        total += t->widths[c] + (c ? GAP : 0);
    if (t->size && total > WIDTH)
        t->widths[0] -= total - WIDTH;
    if (t->size && t->widths[0] < LEAST_NAME)
        t->widths[0] = LEAST_NAME;
}

static void put(const struct table *t, int c, char *text)
{
    cut(text, t->widths[c]);
    int space = t->widths[c] - length(text);
    pad(t, c ? GAP : 0);
    if (!t->columns[c]->left)
        pad(t, space);
    fputs(text, t->out);
    if (t->columns[c]->left && c + 1 < t->size)
        pad(t, space);
}

static void print_titles(const struct table *t)
{
    if (!t->size)
        return;
    fputc('\n', t->out);
    ink(t, bold);
    for (int c = 0; c < t->size; c++) {
        char title[COLUMN_TEXT];
        snprintf(title, sizeof title, "%s", t->columns[c]->title);
        put(t, c, title);
    }
    ink(t, plain);
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
        if (!report_measured(cell))
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
        if (!report_measured(cell))
            continue;
        if (spaced && before && !same_call(before, cell))
            fputc('\n', t->out);
        for (int c = 0; c < t->size; c++) {
            char text[COLUMN_TEXT];
            t->columns[c]->text(cell, text, sizeof text);
            put(t, c, text);
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
    ink(t, dim);
    paragraph(t, 0, " ", text);
    ink(t, plain);
}

static int name_width(const struct table *t, bool (*wanted)(const json_t *cell))
{
    char name[COLUMN_TEXT];
    size_t i;
    const json_t *cell;
    int width = 0;
    json_array_foreach(json_object_get(t->report, "cells"), i, cell) {
        int own = length(report_string(cell, "cell", name, sizeof name));
        if (wanted(cell) && own > width)
            width = own;
    }
    return width < WIDTH / 2 ? width : WIDTH / 2;
}

/* A section of names with a paragraph each; nothing where no cell is wanted. */
static void print_section(const struct table *t, const char *title,
                          bool (*wanted)(const json_t *cell),
                          void (*write)(const struct table *t, int indent, const json_t *cell))
{
    size_t i;
    const json_t *cell;
    int width = name_width(t, wanted);
    if (!width)
        return;
    ink(t, bold);
    fprintf(t->out, "\n%s", title);
    ink(t, plain);
    fputc('\n', t->out);
    json_array_foreach(json_object_get(t->report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (!wanted(cell))
            continue;
        report_string(cell, "cell", name, sizeof name);
        cut(name, width);
        fputs(name, t->out);
        pad(t, width - length(name) + GAP);
        write(t, width + GAP, cell);
    }
}

static bool has_events(const json_t *cell)
{
    return report_measured(cell) && json_object_size(json_object_get(cell, "events")) > 0;
}

static void write_events(const struct table *t, int indent, const json_t *cell)
{
    char text[LINE];
    report_events(cell, text, sizeof text);
    paragraph(t, indent, ", ", text);
}

static bool not_measured(const json_t *cell)
{
    return !report_measured(cell);
}

static void write_reason(const struct table *t, int indent, const json_t *cell)
{
    char state[16], reason[LINE];
    bool failed = strcmp(report_string(cell, "state", state, sizeof state), "failed") == 0;
    ink(t, failed ? red : dim);
    fprintf(t->out, "%-8s", state);
    ink(t, plain);
    pad(t, 1);
    paragraph(t, indent + 9, " ", report_string(cell, "reason", reason, sizeof reason));
}

static int print(const json_t *report, FILE *out, bool colour)
{
    struct table t = {.out = out, .colour = colour, .report = report};
    errno = 0;
    lay_out(&t);
    print_heading(&t);
    print_titles(&t);
    print_rows(&t);
    print_section(&t, "Events per call", has_events, write_events);
    print_section(&t, "Not measured", not_measured, write_reason);
    print_legend(&t);
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format report_table = {"table", "for people, on a terminal in colour", print};
