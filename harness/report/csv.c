/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "output/print.h"
#include "report/columns.h"
#include "report/csv.h"
#include "report/pmu.h"
#include "text/json_text.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* A column's title, and the members that lead to its value; in may be OUTER.INNER. */
struct column {
    const char *title, *in, *key;
};

static const struct column columns[] = {
    {"cell", NULL, "cell"},
    {"abi", NULL, "abi"},
    {"path", NULL, "path"},
    {"call", NULL, "call"},
    {"clock", NULL, "clock"},
    {"context", NULL, "context"},
    {"state", NULL, "state"},
    {"reason", NULL, "reason"},
    {"ns", "ns", "estimate"},
    {"ns_lo", "ns", "lo"},
    {"ns_hi", "ns", "hi"},
    {"ns_mean", "ns", "mean"},
    {"ns_min", "ns", "min"},
    {"ns_p50", "ns", "p50"},
    {"ns_p90", "ns", "p90"},
    {"ns_p99", "ns", "p99"},
    {"ns_p999", "ns", "p999"},
    {"batch", "ns", "batch"},
    {"mode_low_ns", "modes", "low_ns"},
    {"mode_high_ns", "modes", "high_ns"},
    {"mode_low_share", "modes", "low_share"},
    {"cycles", "cycles", "estimate"},
    {"cycles_lo", "cycles", "lo"},
    {"cycles_hi", "cycles", "hi"},
    {"ticks", "ticks", "estimate"},
    {"ticks_lo", "ticks", "lo"},
    {"ticks_hi", "ticks", "hi"},
    {"ticks_mean", "ticks", "mean"},
    {"instructions", NULL, "instructions"},
    {"ratio_to_syscall", NULL, "ratio_to_syscall"},
    {"injected_ns", NULL, "injected_ns"},
    {"sys_enter", "counters", "sys_enter"},
    {"emulate_vsyscall", "counters", "emulate_vsyscall"},
    {"page_fault_user", "counters", "page_fault_user"},
    {"page_faults", "counters", "page_faults"},
    {NULL, NULL, NULL},
};

/* Of the run, in each row. */
static const struct column run_columns[] = {
    {"interrupted", NULL, "interrupted"}, {"samples", NULL, "samples"}, {NULL, NULL, NULL}};

/* Only where a PMU counted. */
static const struct column pmu_columns[] = {
    {"cycles_user", "pmu", "cycles_user"},
    {"cycles_kernel", "pmu", "cycles_kernel"},
    {"instructions_user", "pmu", "instructions_user"},
    {"instructions_kernel", "pmu", "instructions_kernel"},
    {"ipc", "pmu", "ipc"},
    {"ghz", "pmu", "ghz"},
    {"cycles_per_tick", "pmu", "cycles_per_tick"},
    {NULL, NULL, NULL},
};

/* Only where a cell in a context has its hot one beside it. */
static const struct column context_columns[] = {
    {"ratio_to_hot", "to_hot.ratio", "estimate"},
    {"ratio_to_hot_lo", "to_hot.ratio", "lo"},
    {"ratio_to_hot_hi", "to_hot.ratio", "hi"},
    {"distinguishable", "to_hot", "distinguishable"},
    {"added_ns", "to_hot.added_ns", "estimate"},
    {"added_ns_lo", "to_hot.added_ns", "lo"},
    {"added_ns_hi", "to_hot.added_ns", "hi"},
    {"entries_to_hot", "to_hot", "entries"},
    {NULL, NULL, NULL},
};

/* Which of the columns that are not in every document are in this one. */
struct shown {
    bool contexts, pmu;
    json_t *events; /* as the keys of an object */
};

/* In quotes where RFC 4180 wants them. */
static void print_text(const char *value, FILE *out)
{
    char *text = strdup(value);
    if (!text)
        return;
    text_printable(text);
    bool quoted = strpbrk(text, "\",") != NULL;
    if (quoted)
        fputc('"', out);
    for (const char *c = text; *c; c++)
        fprintf(out, *c == '"' ? "\"\"" : "%c", *c);
    if (quoted)
        fputc('"', out);
    free(text);
}

void report_csv_value(const json_t *v, FILE *out)
{
    if (json_is_integer(v))
        fprintf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v)) {
        char text[JSON_NUMBER];
        json_number_text(json_real_value(v), text);
        fputs(text, out);
    } else if (json_is_string(v))
        print_text(json_string_value(v), out);
    else if (json_is_boolean(v))
        fputs(json_is_true(v) ? "true" : "false", out);
}

/* The events that some cell has and no other column shows, as the keys of an object. */
static json_t *event_names(const json_t *report)
{
    json_t *names = json_object(), *v;
    const json_t *cell;
    const char *name;
    size_t i;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        json_object_foreach(json_object_get(cell, "events"), name, v)
            if (!report_pmu_has(cell, name))
                json_object_set_new(names, name, json_true());
    return names;
}

static void print_titles(const struct column *c, const char *comma, FILE *out)
{
    for (; c->title; c++, comma = ",")
        fprintf(out, "%s%s", comma, c->title);
}

static const json_t *object_of(const json_t *cell, const char *in)
{
    char outer[16];
    const char *dot = in ? strchr(in, '.') : NULL;
    if (!dot)
        return in ? json_object_get(cell, in) : cell;
    snprintf(outer, sizeof outer, "%.*s", (int)(dot - in), in);
    return json_object_get(json_object_get(cell, outer), dot + 1);
}

static void print_values(const struct column *c, const json_t *cell, const char *comma, FILE *out)
{
    for (; c->title; c++, comma = ",") {
        fputs(comma, out);
        report_csv_value(json_object_get(object_of(cell, c->in), c->key), out);
    }
}

static void print_head(const struct shown *shown, FILE *out)
{
    const char *name;
    json_t *v;
    print_titles(columns, "", out);
    print_titles(run_columns, ",", out);
    if (shown->contexts)
        print_titles(context_columns, ",", out);
    if (shown->pmu)
        print_titles(pmu_columns, ",", out);
    json_object_foreach(shown->events, name, v) {
        fputc(',', out);
        print_text(name, out);
    }
    fputc('\n', out);
}

static void print_row(const json_t *cell, const json_t *run, const struct shown *shown, FILE *out)
{
    const char *name;
    json_t *v;
    print_values(columns, cell, "", out);
    print_values(run_columns, run, ",", out);
    if (shown->contexts)
        print_values(context_columns, cell, ",", out);
    if (shown->pmu)
        print_values(pmu_columns, cell, ",", out);
    json_object_foreach(shown->events, name, v) {
        fputc(',', out);
        report_csv_value(json_object_get(json_object_get(cell, "events"), name), out);
    }
    fputc('\n', out);
}

static int print_report_csv(const json_t *report, FILE *out, struct report_style style)
{
    const struct shown shown = {.contexts = json_object_get(report, "contexts") != NULL,
                                .pmu = report_pmu_used(report),
                                .events = event_names(report)};
    size_t i;
    const json_t *cell;
    (void)style;
    print_head(&shown, out);
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        print_row(cell, json_object_get(report, "run"), &shown, out);
    json_decref(shown.events);
    return output_flush(out);
}

static const struct output_kind kind = {.name = "CSV report of systoll",
                                        .begins = {"cell,abi,path,call,clock,", NULL},
                                        .holds = ",ns,ns_lo,ns_hi,"};

const struct report_format report_csv = {.name = "csv",
                                         .help = "a row for each cell, unrounded",
                                         .print = print_report_csv,
                                         .kind = &kind,
                                         .several = REPORT_JOINED};
