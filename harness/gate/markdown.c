/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"

#include "gate/reasons.h"
#include "gate/texts.h"
#include "report/layout.h"
#include "report/markdown.h"
#include "text/json_show.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void print_titles(const json_t *answer, FILE *out)
{
    for (const struct gate_column *c = gate_columns; c->title; c++)
        if (gate_column_used(c, answer))
            fprintf(out, "| %s ", c->title);
    fputs("|\n", out);
    for (const struct gate_column *c = gate_columns; c->title; c++)
        if (gate_column_used(c, answer))
            fputs(c->left ? "|:---" : "|---:", out);
    fputs("|\n", out);
}

static void print_row(const json_t *answer, const json_t *row, FILE *out)
{
    for (const struct gate_column *c = gate_columns; c->title; c++) {
        char text[GATE_COLUMN];
        if (!gate_column_used(c, answer))
            continue;
        c->text(row, text, sizeof text);
        fputs("| ", out);
        if (strcmp(c->title, "cell") == 0)
            report_markdown_name(text, out);
        else
            report_markdown_text(text, out);
        fputc(' ', out);
    }
    fputs("|\n", out);
}

static void print_table(const json_t *answer, FILE *out)
{
    size_t i;
    const json_t *row;
    if (!*gate_legend(answer))
        return;
    fputc('\n', out);
    print_titles(answer, out);
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row))
            print_row(answer, row, out);
    fputc('\n', out);
    report_markdown_text(gate_legend(answer), out);
    fputc('\n', out);
}

static void print_whole(const json_t *sentence, FILE *out)
{
    char *text = json_show_whole(sentence);
    report_markdown_text(text ? text : "out of memory", out);
    free(text);
}

static void print_list(const json_t *list, FILE *out)
{
    size_t i;
    const json_t *one;
    json_array_foreach(list, i, one) {
        fputs("- ", out);
        print_whole(one, out);
        fputc('\n', out);
    }
}

static void print_sentences(const json_t *answer, FILE *out)
{
    json_t *reasons = gate_reasons(answer);
    fputc('\n', out);
    print_list(json_object_get(answer, "notes"), out);
    print_list(reasons, out);
    json_decref(reasons);
}

static int print_answer_markdown(const json_t *answer, FILE *out, struct report_style style)
{
    (void)style;
    errno = 0;
    fputs("**", out);
    print_whole(json_object_get(answer, "text"), out);
    fputs("**\n", out);
    print_table(answer, out);
    print_sentences(answer, out);
    return gate_flush(out);
}

const struct report_format gate_markdown = {.name = "markdown",
                                            .help = "for a job's summary or a comment",
                                            .print = print_answer_markdown,
                                            .kind = &output_markdown};
