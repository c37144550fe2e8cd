/* SPDX-License-Identifier: MIT */
#include "compare/formats.h"
#include "compare/heading.h"
#include "compare/names.h"
#include "compare/texts.h"
#include "page/html.h"
#include "page/page.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/made.h"

#include <stdio.h>
#include <stdlib.h>

/* So many records are drawn and told of in words; the table has all. */
enum { DRAWN = 8 };

static size_t count_records(const json_t *comparison)
{
    return json_array_size(json_object_get(comparison, "records"));
}

static void say_platforms(const json_t *comparison, FILE *out)
{
    char *differ = compare_platform_text(comparison), *text = NULL;
    if (differ && *differ &&
        asprintf(&text,
                 "These records are of different platforms: they %s. What they differ by "
                 "may be the machines'.",
                 differ) >= 0)
        html_own_paragraph("notice", text, out);
    free(differ);
}

static bool is_interrupted(const json_t *record)
{
    return json_is_true(json_object_get(record, "interrupted"));
}

static bool is_injected(const json_t *record)
{
    return json_array_size(json_object_get(record, "inject")) > 0;
}

static bool has_no_samples(const json_t *record)
{
    return json_is_false(json_object_get(record, "samples"));
}

/* What a reader has to know of records before any figure. */
static const struct mark {
    bool (*of)(const json_t *record);
    const char *text;
} marks[] = {
    {is_interrupted, "Interrupted: what a run had measured until then is here, of "},
    {is_injected, "INJECTED: cells were lengthened by --inject, and their figures are not the "
                  "machine's, in "},
    {has_no_samples, "No samples: the figures are taken as they stand, of "},
};

static void print_mark(const json_t *comparison, const struct mark *m, FILE *out)
{
    const json_t *records = json_object_get(comparison, "records"), *record;
    json_t *names = json_array();
    struct made_text t;
    size_t i;
    json_array_foreach(records, i, record)
        if (m->of(record))
            json_array_append(names, json_object_get(record, "name"));
    if (json_array_size(names) && made_begin(&t)) {
        fputs(m->text, t.out);
        compare_put_names(records, names, t.out);
        fputc('.', t.out);
        html_own_paragraph("notice", made_end(&t), out);
    }
    json_decref(names);
}

/* The cells that cost more in that record than in the base, and less, by intervals without 1. */
static void count_apart(const json_t *comparison, size_t record, size_t *more, size_t *less,
                        size_t *all)
{
    size_t i;
    const json_t *cell;
    *more = *less = *all = 0;
    json_array_foreach(json_object_get(comparison, "cells"), i, cell) {
        const json_t *ratio = json_array_get(json_object_get(cell, "ratio"), record);
        *all += json_number_of(ratio, "estimate") > 0;
        *more += json_number_of(ratio, "lo") > 1;
        *less += json_number_of(ratio, "hi") < 1;
    }
}

static void say_record(const json_t *comparison, size_t record, FILE *out)
{
    char name[COMPARE_WORD], base[COMPARE_WORD];
    size_t more, less, all;
    if (record == compare_base(comparison))
        return;
    count_apart(comparison, record, &more, &less, &all);
    compare_name_text(comparison, record, name, sizeof name);
    compare_name_text(comparison, compare_base(comparison), base, sizeof base);
    fputs("<li><strong>", out);
    html_text(name, out);
    fprintf(out, "</strong>: of %zu cells %zu cost more than in ", all, more);
    html_text(base, out);
    fprintf(out, " and %zu less; of the others the interval holds 1, or there is none.</li>\n",
            less);
}

static void print_sentences(const json_t *comparison, const char *title, const char *key, FILE *out)
{
    const json_t *sentences = json_object_get(comparison, key), *one;
    size_t i;
    if (!json_array_size(sentences))
        return;
    fprintf(out, "<h3>%s</h3>\n<ul>\n", title);
    json_array_foreach(sentences, i, one) {
        fputs("<li>", out);
        html_own(json_show_whole(one), out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void print_words(const json_t *comparison, FILE *out)
{
    size_t size = count_records(comparison);
    say_platforms(comparison, out);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        print_mark(comparison, &marks[i], out);
    fputs("<ul class=\"words\">\n", out);
    for (size_t i = 0; i < size && i < DRAWN; i++)
        say_record(comparison, i, out);
    if (size > DRAWN)
        fprintf(out, "<li>%zu more records are in the table.</li>\n", size - DRAWN);
    fputs("</ul>\n", out);
    print_sentences(comparison, "Measured here, not there", "changed_state", out);
    print_sentences(comparison, "Other ways into the kernel", "changed_entries", out);
}

static void print_fields(const json_t *comparison, const char *key, FILE *out)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(comparison, key), i, row) {
        char name[COMPARE_WORD];
        html_fact(json_show_string(row, "field", name, sizeof name),
                  compare_field_text(comparison, row), out);
    }
}

static void print_warnings(const json_t *comparison, size_t record, FILE *out)
{
    const json_t *one = json_array_get(json_object_get(comparison, "records"), record);
    for (size_t i = 0; i < json_array_size(json_object_get(one, "warnings")); i++)
        html_fact("Warning", compare_warning_text(comparison, record, i), out);
}

static void print_machine(const json_t *comparison, FILE *out)
{
    html_facts_begin(out);
    html_fact("Machine", compare_machine_text(comparison), out);
    for (size_t i = 0; i < count_records(comparison); i++) {
        char name[COMPARE_WORD];
        compare_name_text(comparison, i, name, sizeof name);
        html_fact(name, compare_record_text(comparison, i), out);
        print_warnings(comparison, i, out);
    }
    print_fields(comparison, "subject_differs", out);
    print_fields(comparison, "subject_unknown", out);
    html_facts_end(out);
}

static const struct page_part part_compare_words = {"words", "In words", NULL, print_words},
                              part_compare_machine = {"machine", "Machines and records", NULL,
                                                      print_machine};

static int print_comparison_html(const json_t *comparison, FILE *out, struct report_style style)
{
    static const struct page_part *const parts[] = {&part_compare_words, &part_compare_ratios,
                                                    &part_compare_table, &part_compare_machine,
                                                    NULL};
    char title[COMPARE_WORD];
    (void)style;
    snprintf(title, sizeof title, "What a call costs: %zu records side by side",
             count_records(comparison));
    return page_print(title, comparison, parts, out);
}

const struct report_format compare_html = {.name = "html",
                                           .help = "a page for people, in one file; with >FILE",
                                           .print = print_comparison_html,
                                           .kind = &output_page,
                                           .page = true};
