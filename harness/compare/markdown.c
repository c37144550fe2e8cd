/* SPDX-License-Identifier: MIT */
#include "compare/formats.h"

#include "compare/heading.h"
#include "compare/texts.h"
#include "report/columns.h"
#include "report/layout.h"
#include "report/markdown.h"
#include "text/json_show.h"

#include <errno.h>
#include <stdlib.h>

/* Nothing where there is nothing to say; takes the text. */
static void print_item(const char *label, char *text, FILE *out)
{
    if (!text || *text) {
        fputs("- **", out);
        report_markdown_text(label, out);
        fputs("**: ", out);
        report_markdown_text(text ? text : "out of memory", out);
        fputc('\n', out);
    }
    free(text);
}

static void print_fields(const json_t *comparison, const char *key, FILE *out)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(comparison, key), i, row) {
        char name[COMPARE_WORD];
        json_show_string(row, "field", name, sizeof name);
        print_item(name, compare_field_text(comparison, row), out);
    }
}

static void print_heading(const json_t *comparison, FILE *out)
{
    char name[COMPARE_WORD];
    size_t size = json_array_size(json_object_get(comparison, "records"));
    print_item("Machine", compare_machine_text(comparison), out);
    for (size_t i = 0; i < size; i++) {
        compare_name_text(comparison, i, name, sizeof name);
        print_item(name, compare_record_text(comparison, i), out);
    }
    print_item("platforms", compare_platform_text(comparison), out);
    print_fields(comparison, "subject_differs", out);
    print_fields(comparison, "subject_unknown", out);
    fputc('\n', out);
}

static void print_titles(const json_t *comparison, size_t size, FILE *out)
{
    const char *change = compare_instructions(comparison) ? "diff" : "ratio";
    fputs("| cell ", out);
    for (size_t i = 0; i < size; i++) {
        char name[COMPARE_WORD];
        compare_name_text(comparison, i, name, sizeof name);
        fputs("| ", out);
        report_markdown_text(name, out);
        fputs(i == compare_base(comparison) ? " " : " | ", out);
        if (i != compare_base(comparison))
            fprintf(out, "%s ", change);
    }
    fputs("|\n|:---", out);
    for (size_t i = 0; i < size; i++)
        fputs(i == compare_base(comparison) ? "|---:" : "|---:|---:", out);
    fputs("|\n", out);
}

/* "1.023 (1.010..1.037)" */
static void print_change(const json_t *cell, size_t i, FILE *out)
{
    char text[COMPARE_WORD], interval[COMPARE_WORD];
    compare_change_text(cell, i, text, sizeof text);
    compare_interval_text(cell, i, interval, sizeof interval);
    fprintf(out, "| %s ", text);
    if (*interval != '-')
        fprintf(out, "(%s) ", interval);
}

static void print_row(const json_t *cell, size_t size, size_t base, FILE *out)
{
    char text[COLUMN_TEXT];
    fputs("| ", out);
    report_markdown_name(json_show_string(cell, "cell", text, sizeof text), out);
    fputc(' ', out);
    for (size_t i = 0; i < size; i++) {
        compare_value_text(cell, i, text, sizeof text);
        fprintf(out, "| %s ", text);
        if (i != base)
            print_change(cell, i, out);
    }
    fputs("|\n", out);
}

static void print_sentences(const json_t *list, FILE *out)
{
    size_t i;
    const json_t *one;
    if (json_array_size(list))
        fputc('\n', out);
    json_array_foreach(list, i, one) {
        char *text = json_show_whole(one);
        if (!text)
            continue;
        fputs("- ", out);
        report_markdown_text(text, out);
        fputc('\n', out);
        free(text);
    }
}

static int print_comparison_markdown(const json_t *comparison, FILE *out, struct report_style style)
{
    const json_t *cell;
    size_t i, size = json_array_size(json_object_get(comparison, "records"));
    (void)style;
    errno = 0;
    print_heading(comparison, out);
    print_titles(comparison, size, out);
    json_array_foreach(json_object_get(comparison, "cells"), i, cell)
        if (compare_cell_shown(cell))
            print_row(cell, size, compare_base(comparison), out);
    char *legend = compare_legend(comparison, false);
    fputc('\n', out);
    report_markdown_text(legend ? legend : "out of memory", out);
    free(legend);
    fputc('\n', out);
    print_sentences(json_object_get(comparison, "changed_state"), out);
    print_sentences(json_object_get(comparison, "changed_entries"), out);
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format compare_markdown = {.name = "markdown",
                                               .help = "a table for a web page or a comment",
                                               .print = print_comparison_markdown};
