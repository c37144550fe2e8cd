/* SPDX-License-Identifier: MIT */
#include "page/part.h"

#include "page/cells.h"
#include "page/columns.h"
#include "page/html.h"
#include "report/pmu.h"
#include "text/json.h"
#include "text/json_show.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(name)                                                                                \
    static void show_##name(const json_t *cell, char *text, size_t size)                           \
    {                                                                                              \
        json_show_value(json_object_get(json_object_get(cell, "counters"), #name), 4, text, size); \
    }
COUNT(sys_enter)
COUNT(emulate_vsyscall)
COUNT(page_fault_user)
COUNT(page_faults)
#undef COUNT

static void show_name(const json_t *cell, char *text, size_t size)
{
    json_show_string(cell, "cell", text, size);
}

static const struct report_column columns[] = {
    {"cell", true, 0, NULL, show_name},
    {"system calls", false, 0, NULL, show_sys_enter},
    {"emulated vsyscalls", false, 0, NULL, show_emulate_vsyscall},
    {"faults in user mode", false, 0, NULL, show_page_fault_user},
    {"page faults", false, 0, NULL, show_page_faults},
    {NULL, false, 0, NULL, NULL}};

static bool is_counted(const json_t *report)
{
    for (const struct report_column *c = columns + 1; c->title; c++)
        if (report_column_used(c, report))
            return true;
    return report_pmu_used(report);
}

static void print_events(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *cell;
    bool some = false;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        char *events = cells_measured(cell) ? report_events(cell) : NULL;
        if (events && *events) {
            if (!some) {
                fputs("<h3>Events per call</h3>\n", out);
                html_facts_begin(out);
            }
            some = true;
            columns_fact(cell, events, out);
        }
        free(events);
    }
    if (some)
        html_facts_end(out);
}

static void print_counters(const json_t *report, FILE *out)
{
    const json_t *run = json_object_get(report, "run");
    columns_print("What the kernel counted, per call", columns, report, out);
    if (json_is(run, "entries_by", "seccomp"))
        html_paragraph("legend",
                       "Per call, exact. System calls were counted by a seccomp filter, which does "
                       "not see the rest.",
                       out);
    else
        html_paragraph("legend", "Per call, exact, by the kernel's tracepoints.", out);
    if (report_pmu_used(report)) {
        fputs("<h3>By the processor's counters</h3>\n", out);
        columns_print("What the processor counted, per call", report_pmu_columns, report, out);
    }
    print_events(report, out);
}

const struct page_part part_counters = {"counters", "What was counted", is_counted, print_counters};
