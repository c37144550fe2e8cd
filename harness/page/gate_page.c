/* SPDX-License-Identifier: MIT */
#include "gate/formats.h"
#include "gate/reasons.h"
#include "gate/texts.h"
#include "page/html.h"
#include "page/page.h"
#include "page/ratios.h"
#include "text/json.h"
#include "text/json_show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void print_list(const json_t *list, FILE *out)
{
    size_t i;
    const json_t *one;
    if (!json_array_size(list))
        return;
    fputs("<ul>\n", out);
    json_array_foreach(list, i, one) {
        fputs("<li>", out);
        html_own(json_show_whole(one), out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void print_words(const json_t *answer, FILE *out)
{
    json_t *reasons = gate_reasons(answer);
    html_own_paragraph(json_is(answer, "verdict", "pass") ? NULL : "notice",
                       json_show_whole(json_object_get(answer, "text")), out);
    print_list(json_object_get(answer, "notes"), out);
    if (json_array_size(reasons))
        fputs("<h3>Reasons</h3>\n", out);
    print_list(reasons, out);
    json_decref(reasons);
}

static bool change_row(const json_t *answer, size_t at, struct estimate *ratio, char *name,
                       char *text)
{
    const json_t *row = json_array_get(json_object_get(answer, "cells"), at);
    *ratio = (struct estimate){.value = 1 + json_number_of(row, "effect"),
                               .lo = 1 + json_number_of(row, "lo"),
                               .hi = 1 + json_number_of(row, "hi")};
    json_show_string(row, "cell", name, RATIOS_TEXT);
    gate_change(row, text, RATIOS_TEXT);
    return gate_tabled(row) && ratio->value > 0;
}

static bool has_changes(const json_t *answer)
{
    struct estimate ratio;
    char name[RATIOS_TEXT], text[RATIOS_TEXT];
    size_t size = json_array_size(json_object_get(answer, "cells"));
    for (size_t i = 0; i < size; i++)
        if (change_row(answer, i, &ratio, name, text))
            return true;
    return false;
}

static void print_changes(const json_t *answer, FILE *out)
{
    const struct ratio_figure r = {
        "New cost as a multiple of the old, on a logarithmic axis; bars: intervals. Orange: costs "
        "more, green: less, grey: neither for sure. Whether that matters is judged by the margin, "
        "in the table.",
        "cell", "change", json_array_size(json_object_get(answer, "cells")), change_row};
    ratios_print(&r, answer, out);
}

static bool has_table(const json_t *answer)
{
    return *gate_legend(answer);
}

enum { MOST_COLUMNS = 16 };

/* Those that have something to show, NULL behind them: looked for once, since an answer may have
 * thousands of rows. */
static void find_used(const json_t *answer, const struct gate_column *used[MOST_COLUMNS + 1])
{
    size_t size = 0;
    for (const struct gate_column *c = gate_columns; c->title && size < MOST_COLUMNS; c++)
        if (gate_column_used(c, answer))
            used[size++] = c;
    used[size] = NULL;
}

static void print_row(const struct gate_column *const *used, const json_t *row, FILE *out)
{
    html_row_begin(false, out);
    for (; *used; used++) {
        char text[GATE_COLUMN];
        (*used)->text(row, text, sizeof text);
        if (strcmp((*used)->title, "cell") == 0)
            html_name(text, out);
        else
            html_cell(text, (*used)->left, out);
    }
    html_row_end(out);
}

static void print_table(const json_t *answer, FILE *out)
{
    size_t i;
    const json_t *row;
    const struct gate_column *used[MOST_COLUMNS + 1];
    find_used(answer, used);
    html_table_begin("What was judged", out);
    html_titles_begin(out);
    for (i = 0; used[i]; i++)
        html_title(used[i]->title, used[i]->left, out);
    html_titles_end(out);
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row))
            print_row(used, row, out);
    html_table_end(out);
    html_paragraph("legend", gate_legend(answer), out);
}

static const struct page_part part_words_of_gate = {"words", "The answer", NULL, print_words},
                              part_changes = {"changes", "What changed", has_changes,
                                              print_changes},
                              part_judged = {"table", "Every figure", has_table, print_table};

static int print_answer_html(const json_t *answer, FILE *out, struct report_style style)
{
    static const struct page_part *const parts[] = {&part_words_of_gate, &part_changes,
                                                    &part_judged, &part_file, NULL};
    char verdict[GATE_WORD], gate[GATE_WORD], title[2 * GATE_WORD + 16];
    (void)style;
    json_show_string(answer, "gate", gate, sizeof gate);
    json_show_string(answer, "verdict", verdict, sizeof verdict);
    snprintf(title, sizeof title, "systoll %s: %s", gate, verdict);
    return page_print(title, answer, parts, out);
}

const struct report_format gate_html = {.name = "html",
                                        .help = "a page for people, in one file; html=FILE",
                                        .print = print_answer_html,
                                        .kind = &output_page,
                                        .page = true};
