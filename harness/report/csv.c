/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "report/layout.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A column's title, and the members that lead to its value. */
static const struct {
    const char *title, *in, *key;
} columns[] = {
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
};
enum { COLUMNS = sizeof columns / sizeof *columns };

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
    else if (json_is_real(v))
        fprintf(out, "%.17g", json_real_value(v));
    else if (json_is_string(v))
        print_text(json_string_value(v), out);
}

static void print_row(const json_t *cell, FILE *out)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        const json_t *object = columns[c].in ? json_object_get(cell, columns[c].in) : cell;
        fputs(c ? "," : "", out);
        report_csv_value(json_object_get(object, columns[c].key), out);
    }
    fputc('\n', out);
}

static int print(const json_t *report, FILE *out, bool colour)
{
    (void)colour;
    errno = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        fprintf(out, "%s%s", c ? "," : "", columns[c].title);
    fputc('\n', out);
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        print_row(cell, out);
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}

const struct report_format report_csv = {"csv", "a row for each cell, unrounded", print};
