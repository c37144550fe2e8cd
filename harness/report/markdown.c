/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/columns.h"
#include "report/contexts.h"
#include "report/heading.h"
#include "report/markdown.h"
#include "report/pmu.h"
#include "text/json.h"
#include "text/json_show.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 900 };

/* Any ASCII punctuation may be escaped (CommonMark 0.31, 2.4); what could mark up is. */
void report_markdown_text(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|~&", *text))
            fputc('\\', out);
        fputc(*text, out);
    }
}

/* A table's bar ends the code all the same, so it is escaped (GFM 4.10). */
void report_markdown_name(const char *name, FILE *out)
{
    fputc('`', out);
    for (; *name; name++)
        fprintf(out, *name == '|' ? "\\%c" : "%c", *name == '`' ? '\'' : *name);
    fputc('`', out);
}

static void print_item(const char *label, const char *text, FILE *out)
{
    if (!*text)
        return;
    fprintf(out, "- **%s**: ", label);
    report_markdown_text(text, out);
    fputc('\n', out);
}

/* Frees text. */
static void print_own_item(const char *label, char *text, FILE *out)
{
    print_item(label, text ? text : "out of memory", out);
    free(text);
}

void report_markdown_heading(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *warning;
    print_own_item("Machine", report_machine(report), out);
    print_own_item("Run", report_run(report), out);
    print_own_item("Noise", report_interference(report), out);
    json_array_foreach(json_object_get(json_object_get(report, "run"), "warnings"), i, warning)
        print_own_item("Warning", json_show_whole(warning), out);
    fputc('\n', out);
}

static void print_titles(const struct report_column *columns, const json_t *report, FILE *out)
{
    for (const struct report_column *c = columns; c->title; c++)
        if (report_column_used(c, report))
            fprintf(out, "| %s ", c->title);
    fputs("|\n", out);
    for (const struct report_column *c = columns; c->title; c++)
        if (report_column_used(c, report))
            fputs(c->left ? "|:---" : "|---:", out);
    fputs("|\n", out);
}

static void print_row(const struct report_column *columns, const json_t *report, const json_t *cell,
                      FILE *out)
{
    for (const struct report_column *c = columns; c->title; c++) {
        char text[COLUMN_TEXT];
        if (!report_column_used(c, report))
            continue;
        c->text(cell, text, sizeof text);
        fputs("| ", out);
        if (c == columns)
            report_markdown_name(text, out);
        else
            report_markdown_text(text, out);
        fputc(' ', out);
    }
    fputs("|\n", out);
}

static void print_rows(const struct report_column *columns, const json_t *report, FILE *out)
{
    size_t i;
    const json_t *cell;
    print_titles(columns, report, out);
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (json_is(cell, "state", "measured"))
            print_row(columns, report, cell, out);
    fputc('\n', out);
}

static void print_table(const json_t *report, FILE *out)
{
    char text[LINE];
    if (!report_column_used(report_columns, report))
        return;
    print_rows(report_columns, report, out);
    if (report_pmu_used(report))
        print_rows(report_pmu_columns, report, out);
    report_legend(report, text, sizeof text);
    report_markdown_text(text, out);
    fputs("\n\n", out);
}

static void print_ratios(const struct contexts *c, const json_t *row, FILE *out)
{
    char text[COLUMN_TEXT];
    size_t i;
    const json_t *name;
    fputs("| ", out);
    report_markdown_name(json_show_string(row, "cell", text, sizeof text), out);
    json_array_foreach(c->names, i, name) {
        contexts_change(contexts_effect(c, row, json_string_value(name)), text, sizeof text);
        fputs(" | ", out);
        report_markdown_text(text, out);
    }
    fputs(" |\n", out);
}

void report_markdown_contexts(const json_t *report, FILE *out)
{
    struct contexts c;
    char text[COLUMN_TEXT];
    size_t i;
    const json_t *one;
    contexts_of(report, &c);
    if (json_array_size(c.rows)) {
        fprintf(out, "| %s ", contexts_title(&c));
        json_array_foreach(c.names, i, one) {
            fputs("| ", out);
            report_markdown_text(json_show_text(one, text, sizeof text), out);
            fputc(' ', out);
        }
        fputs("|\n|:---", out);
        for (i = 0; i < json_array_size(c.names); i++)
            fputs("|---:", out);
        fputs("|\n", out);
        json_array_foreach(c.rows, i, one)
            print_ratios(&c, one, out);
        char *legend = contexts_legend(&c);
        fputc('\n', out);
        report_markdown_text(legend ? legend : "out of memory", out);
        fputs("\n\n", out);
        free(legend);
    }
    contexts_free(&c);
}

/* What there is to say about a cell, or those named so. */
static void print_remark(const char *name, const char *before, const char *text, FILE *out)
{
    fputs("- ", out);
    report_markdown_name(name, out);
    fprintf(out, ": %s", before);
    report_markdown_text(text, out);
    fputc('\n', out);
}

static void print_measured(const json_t *cell, FILE *out)
{
    char text[LINE], name[COLUMN_TEXT], *events = report_events(cell);
    json_show_string(cell, "cell", name, sizeof name);
    if (report_modes(cell, text, sizeof text))
        print_remark(name, "two modes: ", text, out);
    if (!events || *events)
        print_remark(name, "", events ? events : "out of memory", out);
    free(events);
}

static void print_reason(const json_t *cell, const char *name, FILE *out)
{
    char state[32], *reason = json_show_whole(json_object_get(cell, "reason"));
    json_show_string(cell, "state", state, sizeof state - 2);
    print_remark(name, strcat(state, ": "), reason ? reason : "out of memory", out);
    free(reason);
}

static void print_remarks(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        char name[COLUMN_TEXT];
        if (json_is(cell, "state", "measured"))
            print_measured(cell, out);
        else if (contexts_unmeasured(report, i, name, sizeof name))
            print_reason(cell, name, out);
    }
}

static int print_report_markdown(const json_t *report, FILE *out, struct report_style style)
{
    (void)style;
    report_markdown_heading(report, out);
    print_table(report, out);
    report_markdown_contexts(report, out);
    print_remarks(report, out);
    return output_flush(out);
}

static const struct output_kind kind = {.name = "Markdown report of systoll",
                                        .begins = {"- **Machine**: ", "- **Run**: ", NULL},
                                        .holds = ""};

const struct report_format report_markdown = {.name = "markdown",
                                              .help = "a table for a web page or a comment",
                                              .print = print_report_markdown,
                                              .kind = &kind};
