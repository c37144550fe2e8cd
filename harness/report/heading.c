/* SPDX-License-Identifier: MIT */
#include "report/heading.h"

#include "report/columns.h"
#include "report/pmu.h"
#include "text/json_show.h"
#include "text/show.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends a part, after a comma where it is not the first. */
__attribute__((format(printf, 2, 3))) static void add_item(FILE *out, const char *format, ...)
{
    va_list args;
    if (ftell(out) > 0)
        fputs(", ", out);
    va_start(args, format);
    vfprintf(out, format, args);
    va_end(args);
}

static void add_string(FILE *out, const char *before, const json_t *object, const char *key)
{
    char *value = json_show_whole(json_object_get(object, key));
    if (value && *value)
        add_item(out, "%s%s", before, value);
    free(value);
}

/* The sentence that write makes of the report. */
static char *sentence(const json_t *report, void (*write)(const json_t *report, FILE *out))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    write(report, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static bool read_number(const json_t *object, const char *key, double *v)
{
    const json_t *found = json_object_get(object, key);
    *v = json_number_value(found);
    return json_is_number(found);
}

static bool timebase_is(const json_t *report, const char *name)
{
    const char *own =
        json_string_value(json_object_get(json_object_get(report, "run"), "timebase"));
    return own && strcmp(own, name) == 0;
}

static void write_machine(const json_t *report, FILE *out)
{
    const json_t *machine = json_object_get(report, "machine");
    double hz, quantum;
    add_string(out, "", machine, "cpu");
    add_string(out, "hypervisor interface ", machine, "hypervisor");
    add_string(out, "kernel ", machine, "kernel");
    add_string(out, "clocksource ", machine, "clocksource");
    add_string(out, "vsyscall ", machine, "vsyscall_mode");
    if (timebase_is(report, "raw"))
        add_item(out, "timed by CLOCK_MONOTONIC_RAW");
    if (timebase_is(report, "icount"))
        add_item(out, "an emulator that counts instructions");
    if (!timebase_is(report, "tsc") || !read_number(machine, "tsc_hz", &hz))
        return;
    char mhz[SHOW_NUMBER], step[SHOW_NUMBER];
    show_number(hz / 1e6, 7, mhz);
    if (read_number(machine, "tsc_quantum", &quantum) && quantum > 1)
        add_item(out, "TSC %s MHz in steps of %s ticks", mhz, show_short(quantum, 4, step));
    else
        add_item(out, "TSC %s MHz", mhz);
}

static void add_canary(FILE *out, const json_t *canary)
{
    double ratio, expected;
    char came[SHOW_NUMBER], wanted[SHOW_NUMBER];
    if (!read_number(canary, "ratio", &ratio) || !read_number(canary, "expected", &expected))
        return;
    if (json_is_true(json_object_get(canary, "holds")))
        add_item(out, "reference loops hold (%s)", show_fixed(ratio, 3, came));
    else
        add_item(out, "reference loops off (%s, expected %s): cycles withheld",
                 show_fixed(ratio, 2, came), show_fixed(expected, 2, wanted));
}

static void add_clock(FILE *out, const json_t *clock)
{
    const json_t *states = json_object_get(clock, "states");
    double hz, fast, slow, share;
    if (read_number(states, "fast_hz", &fast) && read_number(states, "slow_hz", &slow) &&
        read_number(states, "slow_share", &share))
        add_item(out, "core at %.4g GHz, in %.0f %% of the rounds at %.4g", fast / 1e9, 100 * share,
                 slow / 1e9);
    else if (read_number(clock, "hz", &hz))
        add_item(out, "core at %.4g GHz", hz / 1e9);
}

static void add_count(FILE *out, const json_t *run, const char *key, const char *one,
                      const char *many)
{
    double v;
    char count[SHOW_NUMBER];
    if (read_number(run, key, &v))
        add_item(out, "%s %s", show_short(v, 3, count), v == 1 ? one : many);
}

static void write_run(const json_t *report, FILE *out)
{
    const json_t *run = json_object_get(report, "run");
    const json_t *seed = json_object_get(run, "seed");
    char shown[SHOW_NUMBER];
    double v;
    if (json_is_true(json_object_get(run, "interrupted")))
        add_item(out, "interrupted");
    if (json_is_false(json_object_get(run, "samples")))
        add_item(out, "no samples");
    add_count(out, run, "launches", "launch", "launches");
    add_count(out, run, "rounds", "round", "rounds");
    if (read_number(run, "seconds", &v))
        add_item(out, "%s s", show_short(v, 3, shown));
    if (read_number(run, "pinned_cpu", &v))
        add_item(out, "CPU %s", show_fixed(v, 0, shown));
    if (json_is_integer(seed))
        add_item(out, "seed %lld", (long long)json_integer_value(seed));
    if (read_number(run, "discarded", &v))
        add_item(out, "%s %% of blocks dropped", show_short(100 * v, 2, shown));
    add_canary(out, json_object_get(run, "canary"));
    add_clock(out, json_object_get(run, "clock"));
}

static void write_interference(const json_t *report, FILE *out)
{
    const json_t *all = json_object_get(json_object_get(report, "run"), "interference");
    char shown[SHOW_NUMBER];
    double v;
    add_count(out, all, "context_switches", "context switch", "context switches");
    add_count(out, all, "migrations", "migration", "migrations");
    add_count(out, all, "minor_faults", "minor fault", "minor faults");
    add_count(out, all, "smis", "SMI", "SMIs");
    add_count(out, all, "throttles", "thermal throttling", "thermal throttlings");
    if (read_number(all, "aperf_mperf", &v))
        add_item(out, "the core at %s times its nominal clock", show_short(v, 3, shown));
}

char *report_machine(const json_t *report)
{
    return sentence(report, write_machine);
}

char *report_run(const json_t *report)
{
    return sentence(report, write_run);
}

char *report_interference(const json_t *report)
{
    return sentence(report, write_interference);
}

/* The smallest and the largest batch of all cells; false where there is none. */
static bool batches(const json_t *report, double *least, double *most)
{
    bool found = false;
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        double n;
        if (!read_number(json_object_get(cell, "ns"), "batch", &n))
            continue;
        *least = found && *least < n ? *least : n;
        *most = found && *most > n ? *most : n;
        found = true;
    }
    return found;
}

/* Behind what is used of text; returns how much is used then. */
static size_t add_legends(const struct report_column *columns, const json_t *report, char *text,
                          size_t size, size_t used)
{
    text[used] = '\0';
    for (const struct report_column *c = columns; c->title; c++)
        if (c->legend && used < size && report_column_used(c, report))
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", c->legend);
    return used;
}

void report_legend(const json_t *report, char *text, size_t size)
{
    char few[SHOW_NUMBER], many[SHOW_NUMBER];
    double least, most;
    size_t used = add_legends(report_columns, report, text, size, 0);
    if (report_pmu_used(report))
        used = add_legends(report_pmu_columns, report, text, size, used);
    if (used >= size || !batches(report, &least, &most))
        return;
    show_short(least, 4, few);
    show_short(most, 4, many);
    snprintf(text + used, size - used, " p50, p99: of batches of %s%s%s calls.",
             least < most ? few : "", least < most ? " to " : "", many);
}
