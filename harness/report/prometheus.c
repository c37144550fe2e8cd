/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/figures.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/json_text.h"

#include <stdlib.h>
#include <string.h>

/* For the textfile collector of node_exporter, by Prometheus's text format 0.0.4 and its rules for
 * names: seconds, gauges, no timestamp, and for each metric one HELP, the same in all files, or the
 * collector refuses them. What is unknown has no sample, a metric without samples no HELP. A second
 * record in the same file would repeat the metrics, so there is one. */

/* A metric of cells: the object and the member that hold it. */
struct metric {
    const char *name, *help;
    const char *in, *key; /* in: NULL, the cell itself */
    bool ns;              /* printed in seconds */
    const char *label;    /* its value is key; NULL: none */
};

#define ENTRIES "systoll_kernel_entries", "Entries into the kernel of one call, counted exactly."

static const struct metric metrics[] = {
    {"systoll_call_seconds", "Time of one call.", "ns", "estimate", true, NULL},
    {"systoll_call_lower_seconds", "Lower end of the 95 % interval of systoll_call_seconds.", "ns",
     "lo", true, NULL},
    {"systoll_call_upper_seconds", "Upper end of the 95 % interval of systoll_call_seconds.", "ns",
     "hi", true, NULL},
    {ENTRIES, "counters", "sys_enter", false, "kind"},
    {ENTRIES, "counters", "emulate_vsyscall", false, "kind"},
    {"systoll_instructions", "Instructions of one call, counted by an emulator.", NULL,
     "instructions", false, NULL},
    {"systoll_injected_seconds", "By how much --inject lengthened the cell.", NULL, "injected_ns",
     true, NULL},
};

static void put_head(const char *name, const char *help, FILE *out)
{
    fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put_label(const char *before, const char *name, const char *text, FILE *out)
{
    fprintf(out, "%s%s=\"", before, name);
    for (; *text; text++)
        fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    fputc('"', out);
}

/* A metric's sample for a cell, with another label unless its name is NULL. */
static void put_sample(const char *metric, const char *cell, const char *label, const char *text,
                       double v, FILE *out)
{
    char number[JSON_NUMBER];
    json_number_text(v, number);
    fputs(metric, out);
    put_label("{", "cell", cell, out);
    if (label)
        put_label(",", label, text, out);
    fprintf(out, "} %s\n", number);
}

static bool sample_of(const struct metric *m, const json_t *cell, double *v)
{
    if (!json_is(cell, "state", "measured") ||
        !figures_number(m->in ? json_object_get(cell, m->in) : cell, m->key, v))
        return false;
    if (m->ns)
        *v /= 1e9;
    return true;
}

static void print_metrics(json_t *cells, FILE *out)
{
    const char *headed = "", *name;
    json_t *cell;
    double v;
    for (const struct metric *m = metrics; m < metrics + sizeof metrics / sizeof *metrics; m++)
        json_object_foreach(cells, name, cell) {
            if (!sample_of(m, cell, &v))
                continue;
            if (strcmp(headed, m->name) != 0)
                put_head(m->name, m->help, out);
            headed = m->name;
            put_sample(m->name, name, m->label, m->key, v, out);
        }
}

static void print_states(json_t *cells, FILE *out)
{
    static const char metric[] = "systoll_cell_state";
    static const char *const states[] = {"measured", "skipped", "failed"};
    const char *name;
    json_t *cell;
    if (json_object_size(cells))
        put_head(metric, "1 for the state of the cell, 0 for the others.", out);
    json_object_foreach(cells, name, cell)
        for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
            const char *own = json_string_value(json_object_get(cell, "state"));
            put_sample(metric, name, "state", states[i], own && strcmp(own, states[i]) == 0, out);
        }
}

/* A fact that is unknown has no label. */
static void print_info(const json_t *report, FILE *out)
{
    static const char *const facts[] = {"cpu", "kernel", "hypervisor", "clocksource",
                                        "vsyscall_mode"};
    const json_t *machine = json_object_get(report, "machine");
    const char *before = "{";
    put_head("systoll_info", "The machine that was measured; always 1.", out);
    fputs("systoll_info", out);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        char *text = json_show_whole(json_object_get(machine, facts[i]));
        if (text && *text) {
            put_label(before, facts[i], text, out);
            before = ",";
        }
        free(text);
    }
    fprintf(out, "%s 1\n", *before == ',' ? "}" : "");
}

static int print_report_prometheus(const json_t *report, FILE *out, struct report_style style)
{
    json_t *cells = figures_cells(report);
    (void)style;
    print_info(report, out);
    put_head("systoll_run_interrupted", "1 where the run did not come to its end, else 0.", out);
    fprintf(out, "systoll_run_interrupted %d\n", figures_interrupted(report));
    put_head("systoll_run_samples",
             "1 where the record holds the samples that its figures come from, else 0.", out);
    fprintf(out, "systoll_run_samples %d\n", figures_samples(report));
    print_metrics(cells, out);
    print_states(cells, out);
    json_decref(cells);
    return output_flush(out);
}

static const struct output_kind kind = {.name = "Prometheus report of systoll",
                                        .begins = {"# HELP systoll_info ", NULL},
                                        .holds = "\n# TYPE systoll_info gauge\n"};

const struct report_format report_prometheus = {
    .name = "prometheus",
    .help = "gauges for the textfile collector of node_exporter; one record",
    .print = print_report_prometheus,
    .kind = &kind,
    .several = REPORT_ONE};
