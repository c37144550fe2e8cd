/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "compare/cells.h"
#include "page/cells.h"
#include "page/figure.h"
#include "page/html.h"
#include "page/track.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>

static bool has_costs(const json_t *report)
{
    struct track t = figure_axis(report, figure_hold_cost);
    return track_close(&t);
}

static void mark_cost(const struct track *t, const json_t *report, const json_t *cell, FILE *out)
{
    struct estimate cost = cells_cost(report, cell);
    track_lead(t, cost.value, out);
    track_span(t, cost.lo, cost.hi, "span", out);
    track_dot(t, cost.value, out);
}

static void print_headline(const json_t *report, FILE *out)
{
    char caption[160];
    const struct figure f = {caption, figure_hold_cost, mark_cost};
    snprintf(caption, sizeof caption,
             "%s per call, on a logarithmic axis. Bars: 95 %% intervals over launches, where wider "
             "than a dot.",
             compare_unit(report));
    figure_print(&f, report, out);
}

const struct page_part part_headline = {"headline", "What a call costs on each path", has_costs,
                                        print_headline};
