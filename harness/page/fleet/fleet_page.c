/* SPDX-License-Identifier: MIT */
#include "fleet/formats.h"
#include "fleet/say.h"
#include "page/html.h"
#include "page/page.h"
#include "text/json.h"

#include <stdio.h>
#include <stdlib.h>

enum { TITLE = 128, TEXT = 128 };

static bool has_none(const json_t *document, const char *key)
{
    return json_array_size(json_object_get(document, key)) == 0;
}

static void print_findings(const json_t *document, FILE *out)
{
    size_t i;
    const json_t *finding;
    if (has_none(document, "findings"))
        return;
    fputs("<ul class=\"words\">\n", out);
    json_array_foreach(json_object_get(document, "findings"), i, finding) {
        fprintf(out, "<li><strong>%s</strong> ", fleet_say_verdict(finding));
        html_own(fleet_say_finding(finding), out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void print_unread(const json_t *document, FILE *out)
{
    size_t i;
    const json_t *one;
    if (has_none(document, "unread"))
        return;
    fputs("<h3>Records that could not be read</h3>\n<ul>\n", out);
    json_array_foreach(json_object_get(document, "unread"), i, one) {
        fputs("<li>", out);
        html_own(fleet_say_unread(one), out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void print_words(const json_t *document, FILE *out)
{
    html_own_paragraph(json_is(document, "outcome", "alike") ? NULL : "notice",
                       fleet_say_counts(document), out);
    print_findings(document, out);
    print_unread(document, out);
}

static bool has_groups(const json_t *document)
{
    return !has_none(document, "groups");
}

static void print_groups(const json_t *document, FILE *out)
{
    size_t i;
    const json_t *group;
    html_facts_begin(out);
    json_array_foreach(json_object_get(document, "groups"), i, group) {
        char name[TEXT];
        snprintf(name, sizeof name, "Group %zu", i + 1);
        html_fact(name, fleet_say_group(group), out);
    }
    html_facts_end(out);
}

static void print_cell(size_t group, bool parted, const json_t *cell, FILE *out)
{
    char text[TEXT];
    html_row_begin(parted, out);
    for (int c = 0; c < FLEET_COLUMNS; c++) {
        fleet_column_text(cell, c, text, sizeof text);
        if (c)
            html_cell(text, c == 1, out);
        else
            html_name(text, out);
    }
    snprintf(text, sizeof text, "%zu", group);
    html_cell(text, false, out);
    html_row_end(out);
}

static void print_table(const json_t *document, FILE *out)
{
    size_t i, k;
    const json_t *group, *cell;
    html_table_begin("Every cell of every group", out);
    html_titles_begin(out);
    for (int c = 0; c < FLEET_COLUMNS; c++)
        html_title(fleet_columns[c], c < 2, out);
    html_title("group", false, out);
    html_titles_end(out);
    json_array_foreach(json_object_get(document, "groups"), i, group)
        json_array_foreach(json_object_get(group, "cells"), k, cell)
            print_cell(i + 1, i && k == 0, cell, out);
    html_table_end(out);
    html_paragraph("legend", fleet_legend, out);
    html_paragraph("legend", "More: docs/fleet.md, which comes with systoll.", out);
}

static const struct page_part part_fleet_words = {"words", "The answer", NULL, print_words},
                              part_fleet_groups = {"groups", "Groups of hosts that are alike",
                                                   has_groups, print_groups},
                              part_fleet_table = {"table", "Every figure", has_groups, print_table};

static int print_fleet_html(const json_t *document, FILE *out, struct report_style style)
{
    static const struct page_part *const parts[] = {&part_fleet_words, &part_strips,
                                                    &part_fleet_groups, &part_fleet_table, NULL};
    char title[TITLE];
    long hosts = (long)json_integer_value(json_object_get(document, "hosts"));
    (void)style;
    snprintf(title, sizeof title, "A fleet of %ld host%s: %s", hosts, hosts == 1 ? "" : "s",
             json_text_of(document, "outcome"));
    return page_print(title, document, parts, out);
}

const struct report_format fleet_html = {.name = "html",
                                         .help = "a page for people, in one file; with >FILE",
                                         .print = print_fleet_html,
                                         .kind = &output_page,
                                         .page = true};
