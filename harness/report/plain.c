/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "text/json.h"
#include "text/json_text.h"

/* Stable for ever; docs/formats.md has its grammar. Each line is cell, tab, number, tab, unit. The
 * first three lines are of the run, so that there are always some. A cell that was not measured has
 * the number 1 and the unit "skipped" or "failed"; a figure that is unknown has no line. */

static void put_figure(const char *cell, double v, const char *unit, FILE *out)
{
    char number[JSON_NUMBER];
    json_number_text(v, number);
    fprintf(out, "%s\t%s\t%s\n", cell, number, unit);
}

static void print_cell(const char *name, const json_t *cell, FILE *out)
{
    static const struct {
        const char *unit;
        bool (*of)(const json_t *cell, double *v);
    } units[] = {{"ns", figures_ns},
                 {"entries", figures_entries},
                 {"instructions", figures_instructions},
                 {"ns-injected", figures_injected}};
    const char *state = json_string_value(json_object_get(cell, "state"));
    double v;
    if (!json_is(cell, "state", "measured"))
        put_figure(name, 1, state && *state == 's' ? "skipped" : "failed", out);
    for (size_t i = 0; json_is(cell, "state", "measured") && i < sizeof units / sizeof *units; i++)
        if (units[i].of(cell, &v))
            put_figure(name, v, units[i].unit, out);
}

static int print_report_plain(const json_t *report, FILE *out, struct report_style style)
{
    json_t *cells = figures_cells(report), *cell;
    const char *name;
    (void)style;
    put_figure("run", figures_launches(report), "launches", out);
    put_figure("run", figures_interrupted(report), "interrupted", out);
    put_figure("run", figures_samples(report), "samples", out);
    json_object_foreach(cells, name, cell)
        print_cell(name, cell, out);
    json_decref(cells);
    return output_flush(out);
}

static const struct output_kind kind = {
    .name = "plain report of systoll", .begins = {"run\t", NULL}, .holds = "\tinterrupted\n"};

const struct report_format report_plain = {
    .name = "plain",
    .help = "CELL, a tab, a number, a tab, its unit; stable, for cut and awk",
    .print = print_report_plain,
    .kind = &kind,
    .several = REPORT_JOINED};
