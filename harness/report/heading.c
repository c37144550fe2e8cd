/* SPDX-License-Identifier: MIT */
#include "report/columns.h"

#include "show.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Appends a part, after a comma where it is not the first; parts that don't fit are left out. */
__attribute__((format(printf, 3, 4))) static void add(char *text, size_t size, const char *format,
                                                      ...)
{
    char part[300];
    va_list args;
    va_start(args, format);
    vsnprintf(part, sizeof part, format, args);
    va_end(args);
    size_t used = strlen(text);
    if (used + strlen(part) + 3 < size)
        snprintf(text + used, size - used, "%s%s", used ? ", " : "", part);
}

static void add_string(char *text, size_t size, const char *format, const json_t *object,
                       const char *key)
{
    char value[200], part[260];
    if (!*report_string(object, key, value, sizeof value))
        return;
    snprintf(part, sizeof part, "%s%s", format, value);
    add(text, size, "%s", part);
}

static bool number(const json_t *object, const char *key, double *v)
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

void report_machine(const json_t *report, char *text, size_t size)
{
    const json_t *machine = json_object_get(report, "machine");
    double hz, quantum;
    *text = '\0';
    add_string(text, size, "", machine, "cpu");
    add_string(text, size, "hypervisor ", machine, "hypervisor");
    add_string(text, size, "kernel ", machine, "kernel");
    add_string(text, size, "clocksource ", machine, "clocksource");
    add_string(text, size, "vsyscall ", machine, "vsyscall_mode");
    if (timebase_is(report, "raw"))
        add(text, size, "timed by CLOCK_MONOTONIC_RAW");
    if (timebase_is(report, "icount"))
        add(text, size, "an emulator that counts instructions");
    if (!timebase_is(report, "tsc") || !number(machine, "tsc_hz", &hz))
        return;
    char mhz[SHOW_NUMBER], step[SHOW_NUMBER];
    show_number(hz / 1e6, 7, mhz);
    if (number(machine, "tsc_quantum", &quantum) && quantum > 1)
        add(text, size, "TSC %s MHz in steps of %s ticks", mhz, show_short(quantum, 4, step));
    else
        add(text, size, "TSC %s MHz", mhz);
}

static void add_canary(char *text, size_t size, const json_t *canary)
{
    double ratio, expected;
    char came[SHOW_NUMBER], wanted[SHOW_NUMBER];
    if (!number(canary, "ratio", &ratio) || !number(canary, "expected", &expected))
        return;
    if (json_is_true(json_object_get(canary, "holds")))
        add(text, size, "canary holds (%s)", show_fixed(ratio, 3, came));
    else
        add(text, size, "canary off (%s, not %s: no cycles can be told)",
            show_number(ratio, 3, came), show_short(expected, 4, wanted));
}

static void add_clock(char *text, size_t size, const json_t *clock)
{
    const json_t *states = json_object_get(clock, "states");
    double hz, fast, slow, share;
    if (number(states, "fast_hz", &fast) && number(states, "slow_hz", &slow) &&
        number(states, "slow_share", &share))
        add(text, size, "core at %.4g GHz, in %.0f %% of the rounds at %.4g", fast / 1e9,
            100 * share, slow / 1e9);
    else if (number(clock, "hz", &hz))
        add(text, size, "core at %.4g GHz", hz / 1e9);
}

static void add_count(char *text, size_t size, const json_t *run, const char *key, const char *one,
                      const char *many)
{
    double v;
    char count[SHOW_NUMBER];
    if (number(run, key, &v))
        add(text, size, "%s %s", show_short(v, 3, count), v == 1 ? one : many);
}

void report_run(const json_t *report, char *text, size_t size)
{
    const json_t *run = json_object_get(report, "run");
    const json_t *seed = json_object_get(run, "seed");
    char shown[SHOW_NUMBER];
    double v;
    *text = '\0';
    if (json_is_true(json_object_get(run, "interrupted")))
        add(text, size, "interrupted");
    add_count(text, size, run, "launches", "launch", "launches");
    add_count(text, size, run, "rounds", "round", "rounds");
    if (number(run, "seconds", &v))
        add(text, size, "%s s", show_short(v, 3, shown));
    if (number(run, "pinned_cpu", &v))
        add(text, size, "CPU %s", show_fixed(v, 0, shown));
    if (json_is_integer(seed))
        add(text, size, "seed %lld", (long long)json_integer_value(seed));
    if (number(run, "discarded", &v))
        add(text, size, "%s %% of blocks dropped", show_short(100 * v, 2, shown));
    add_canary(text, size, json_object_get(run, "canary"));
    add_clock(text, size, json_object_get(run, "clock"));
}

void report_interference(const json_t *report, char *text, size_t size)
{
    const json_t *all = json_object_get(json_object_get(report, "run"), "interference");
    char shown[SHOW_NUMBER];
    double v;
    *text = '\0';
    add_count(text, size, all, "context_switches", "context switch", "context switches");
    add_count(text, size, all, "migrations", "migration", "migrations");
    add_count(text, size, all, "minor_faults", "minor fault", "minor faults");
    add_count(text, size, all, "smis", "SMI", "SMIs");
    add_count(text, size, all, "throttles", "thermal throttling", "thermal throttlings");
    if (number(all, "aperf_mperf", &v))
        add(text, size, "the core at %s times its nominal clock", show_short(v, 3, shown));
}

/* The smallest and the largest batch of all cells; false where there is none. */
static bool batches(const json_t *report, double *least, double *most)
{
    bool found = false;
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        double n;
        if (!number(json_object_get(cell, "ns"), "batch", &n))
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
