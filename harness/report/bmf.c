/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "text/json.h"
#include "text/json_text.h"

/* Bencher Metric Format: benchmarks, of each its measures, of each value, lower_value and
 * upper_value. latency is Bencher's own measure, in ns; the others are known by their names. What
 * is unknown has no measure, and a cell without measures is left out. The benchmark "systoll" is
 * the run, so that a set without cells is a document too. */

static void set_measure(json_t *measures, const char *name, double v)
{
    json_object_set_new(measures, name, json_pack("{s:o}", "value", figures_json(v)));
}

static void set_latency(json_t *measures, const json_t *cell)
{
    static const struct {
        const char *key, *name;
    } members[] = {{"estimate", "value"}, {"lo", "lower_value"}, {"hi", "upper_value"}};
    json_t *latency = json_object();
    double v;
    if (!figures_ns(cell, &v)) {
        json_decref(latency);
        return;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (figures_number(json_object_get(cell, "ns"), members[i].key, &v))
            json_object_set_new(latency, members[i].name, json_real(v));
    json_object_set_new(measures, "latency", latency);
}

static json_t *measures_of(const json_t *cell)
{
    json_t *measures = json_object();
    double v;
    if (!json_is(cell, "state", "measured"))
        return measures;
    set_latency(measures, cell);
    if (figures_entries(cell, &v))
        set_measure(measures, "entries", v);
    if (figures_instructions(cell, &v))
        set_measure(measures, "instructions", v);
    if (figures_injected(cell, &v))
        set_measure(measures, "injected-ns", v);
    return measures;
}

static json_t *run_of(const json_t *report)
{
    json_t *measures = json_object();
    set_measure(measures, "launches", figures_launches(report));
    set_measure(measures, "interrupted", figures_interrupted(report));
    set_measure(measures, "samples", figures_samples(report));
    return measures;
}

static int print_report_bmf(const json_t *report, FILE *out, struct report_style style)
{
    json_t *cells = figures_cells(report), *document = json_object(), *cell;
    const char *name;
    (void)style;
    json_object_set_new(document, "systoll", run_of(report));
    json_object_foreach(cells, name, cell) {
        json_t *measures = measures_of(cell);
        if (json_object_size(measures) && *name && !json_object_get(document, name))
            json_object_set(document, name, measures);
        json_decref(measures);
    }
    int error = json_print(document, 0, out), flushed = output_flush(out);
    json_decref(document);
    json_decref(cells);
    return error ? error : flushed;
}

static const struct output_kind kind = {.name = "BMF report of systoll",
                                        .begins = {"{\n  \"systoll\": {", NULL},
                                        .holds = "\"interrupted\": {"};

const struct report_format report_bmf = {
    .name = "bmf",
    .help = "JSON for Bencher: latency, entries, instructions; one record",
    .print = print_report_bmf,
    .kind = &kind,
    .several = REPORT_ONE};
