/* SPDX-License-Identifier: MIT */
#include "page/figure.h"

#include "compare/cells.h"
#include "page/cells.h"
#include "page/html.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 4, EXACT_DIGITS = 8 };

struct track figure_axis(const json_t *report,
                         void (*hold)(struct track *t, const json_t *report, const json_t *cell))
{
    struct track t = track_empty();
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (!isnan(cells_cost(report, cell).value))
            hold(&t, report, cell);
    return t;
}

void figure_hold_cost(struct track *t, const json_t *report, const json_t *cell)
{
    struct estimate cost = cells_cost(report, cell);
    track_hold(t, cost.value);
    track_hold(t, cost.lo);
    track_hold(t, cost.hi);
}

/* Cells of one call come one after the other but for the control's, which has none. */
static void print_call(const json_t *cell, FILE *out)
{
    fputs("<tr class=\"call\"><th scope=\"rowgroup\" colspan=\"3\">", out);
    html_own(cells_call(cell), out);
    fputs("</th></tr>\n", out);
}

static void print_row(const struct figure *f, const struct track *t, const json_t *report,
                      const json_t *cell, FILE *out)
{
    double cost = cells_cost(report, cell).value;
    bool exact = strcmp(compare_unit(report), "instructions") == 0;
    char number[SHOW_NUMBER];
    fputs("<tr><th scope=\"row\">", out);
    html_text(json_text_of(cell, "path"), out);
    fputs("</th><td>", out);
    track_begin(t, cells_style(cell), out);
    f->mark(t, report, cell, out);
    track_end(out);
    fprintf(out, "</td><td class=\"n\">%s</td></tr>\n",
            exact ? show_short(cost, EXACT_DIGITS, number) : show_number(cost, DIGITS, number));
}

static void print_rows(const struct figure *f, const struct track *t, const json_t *report,
                       FILE *out)
{
    size_t i;
    const json_t *cell, *before = NULL;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        if (isnan(cells_cost(report, cell).value))
            continue;
        if (!before || !cells_same_call(before, cell)) {
            fputs(before ? "</tbody>\n<tbody>\n" : "<tbody>\n", out);
            print_call(cell, out);
        }
        print_row(f, t, report, cell, out);
        before = cell;
    }
    fputs("</tbody>\n", out);
}

void figure_print(const struct figure *f, const json_t *report, FILE *out)
{
    struct track t = figure_axis(report, f->hold);
    if (!track_close(&t))
        return;
    fputs("<table class=\"figure\">\n<caption>", out);
    html_text(f->caption, out);
    fputs("</caption>\n<thead><tr><th scope=\"col\">path</th><td>", out);
    track_axis(&t, out);
    fputs("</td><th scope=\"col\" class=\"n\">per call</th></tr></thead>\n", out);
    print_rows(f, &t, report, out);
    fputs("</table>\n", out);
}
