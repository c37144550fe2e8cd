/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "text/json.h"
#include "text/json_text.h"

#include <math.h>

/* As google-benchmark 1.7 writes its JSON: an entry for each launch, which are the repetitions that
 * the U test of its compare.py wants. A loop of calls does not sleep: its CPU time is its real
 * time. A cell without times has error_message and no time, is no repetition (an aggregate) and in
 * another unit, so that compare.py neither shows a change to zero nor has it in its mean. */

static void set_number(json_t *object, const char *key, double v)
{
    json_object_set_new(object, key, figures_json(v));
}

/* What all entries of a cell begin with; repetition is its number of all repetitions. */
static json_t *entry(const char *name, size_t repetition, size_t repetitions)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:i}", "name", name, "run_name", name, "run_type",
                     "iteration", "repetitions", (json_int_t)repetitions, "repetition_index",
                     (json_int_t)repetition, "threads", 1);
}

/* Counters beside the time, and the mark of a cell that was lengthened. */
static void set_counters(json_t *entry, const json_t *cell)
{
    double v;
    if (figures_entries(cell, &v))
        set_number(entry, "entries", v);
    if (figures_instructions(cell, &v))
        set_number(entry, "instructions", v);
    if (figures_injected(cell, &v)) {
        char number[JSON_NUMBER];
        json_number_text(v, number);
        json_object_set_new(entry, "label", json_sprintf("INJECTED: %s ns a call", number));
    }
}

static json_t *put_times(json_t *entry, const json_t *cell, double ns, double calls)
{
    set_number(entry, "iterations", calls);
    json_object_set_new(entry, "real_time", json_real(ns));
    json_object_set_new(entry, "cpu_time", json_real(ns));
    json_object_set_new(entry, "time_unit", json_string("ns"));
    set_counters(entry, cell);
    return entry;
}

static json_t *untimed(const char *name, const json_t *cell)
{
    json_t *own = entry(name, 0, 1), *reason = json_object_get(cell, "reason");
    json_object_set_new(own, "run_type", json_string("aggregate"));
    json_object_set_new(own, "aggregate_name", json_string("error"));
    json_object_set_new(own, "error_occurred", json_true());
    json_object_set_new(own, "error_message",
                        json_is_string(reason) ? json_copy(reason) : json_string("not timed"));
    json_object_set_new(own, "iterations", json_integer(0));
    json_object_set_new(own, "time_unit", json_string("s"));
    set_counters(own, cell);
    return own;
}

/* A record without samples knows no launches: its estimate is the one repetition. */
static void add_entries(json_t *to, const char *name, const json_t *cell, const json_t *launches)
{
    const json_t *launch;
    double ns, calls;
    size_t i, size = json_array_size(launches);
    json_array_foreach(launches, i, launch)
        if (figures_number(launch, "ns", &ns) && figures_number(launch, "calls", &calls))
            json_array_append_new(to, put_times(entry(name, i, size), cell, ns, calls));
    if (!json_is(cell, "state", "measured") || (!size && !figures_ns(cell, &ns)))
        json_array_append_new(to, untimed(name, cell));
    else if (!size)
        json_array_append_new(to, put_times(entry(name, 0, 1), cell, ns, 1));
}

static json_t *entries(const json_t *report)
{
    json_t *cells = figures_cells(report), *all = json_array(), *cell;
    const json_t *launches = json_object_get(report, "launches");
    const char *name;
    json_object_foreach(cells, name, cell) {
        const char *own = json_string_value(json_object_get(cell, "cell"));
        add_entries(all, name, cell, own ? json_object_get(launches, own) : NULL);
    }
    json_decref(cells);
    return all;
}

/* caches is not known, and readers want it there. */
static json_t *context(const json_t *report)
{
    const json_t *machine = json_object_get(report, "machine"),
                 *run = json_object_get(report, "run");
    json_t *own = json_pack("{s:s, s:[], s:s}", "executable", "systoll", "caches",
                            "library_build_type", "release");
    static const char *const facts[] = {"cpu", "kernel", "hypervisor", "clocksource",
                                        "vsyscall_mode"};
    double hz;
    if (figures_number(json_object_get(run, "clock"), "hz", &hz))
        json_object_set_new(own, "mhz_per_cpu", json_integer((json_int_t)fmin(hz / 1e6, 1e9)));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (json_is_string(json_object_get(machine, facts[i])))
            json_object_set(own, facts[i], json_object_get(machine, facts[i]));
    json_object_set_new(own, "interrupted", json_boolean(figures_interrupted(report)));
    json_object_set_new(own, "samples", json_boolean(figures_samples(report)));
    return own;
}

static int print_report_benchmark(const json_t *report, FILE *out, struct report_style style)
{
    json_t *document =
        json_pack("{s:o, s:o}", "context", context(report), "benchmarks", entries(report));
    (void)style;
    int error = json_print(document, 0, out), flushed = output_flush(out);
    json_decref(document);
    return error ? error : flushed;
}

static const struct output_kind kind = {.name = "benchmark report of systoll",
                                        .begins = {"{\n  \"context\": {", NULL},
                                        .holds = "\"executable\": \"systoll\""};

const struct report_format report_benchmark = {
    .name = "benchmark",
    .help = "JSON of google-benchmark, an entry for each launch; one record",
    .print = print_report_benchmark,
    .kind = &kind,
    .several = REPORT_ONE,
    .launches = true};
