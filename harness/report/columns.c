/* SPDX-License-Identifier: MIT */
#include "report/columns.h"

#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 4, FEW_DIGITS = 3 };

static const json_t *ns(const json_t *cell, const char *key)
{
    return json_object_get(json_object_get(cell, "ns"), key);
}

static void show_name(const json_t *cell, char *text, size_t size)
{
    json_show_string(cell, "cell", text, size);
}

static void show_ns(const json_t *cell, char *text, size_t size)
{
    json_show_value(ns(cell, "estimate"), DIGITS, text, size);
}

/* With the decimals of the estimate, so that the three can be read together. */
static void show_interval(const json_t *cell, char *text, size_t size)
{
    const json_t *lo = ns(cell, "lo"), *hi = ns(cell, "hi");
    int places = show_decimals(json_number_value(ns(cell, "estimate")), DIGITS);
    char a[SHOW_NUMBER], b[SHOW_NUMBER];
    if (json_is_number(lo) && json_is_number(hi))
        snprintf(text, size, "%s..%s", show_fixed(json_number_value(lo), places, a),
                 show_fixed(json_number_value(hi), places, b));
    else
        snprintf(text, size, "-");
}

static void show_instructions(const json_t *cell, char *text, size_t size)
{
    json_show_value(json_object_get(cell, "instructions"), 2 * DIGITS, text, size);
}

static void show_cycles(const json_t *cell, char *text, size_t size)
{
    json_show_value(json_object_get(json_object_get(cell, "cycles"), "estimate"), DIGITS, text,
                    size);
}

static void show_ticks(const json_t *cell, char *text, size_t size)
{
    /* Instructions are the ticks of their timebase: once is enough. */
    bool counted = json_is_number(json_object_get(cell, "instructions"));
    const json_t *ticks = counted ? NULL : json_object_get(cell, "ticks");
    json_show_value(json_object_get(ticks, "estimate"), DIGITS, text, size);
}

static void show_ratio(const json_t *cell, char *text, size_t size)
{
    json_show_value(json_object_get(cell, "ratio_to_syscall"), FEW_DIGITS, text, size);
}

static void show_p50(const json_t *cell, char *text, size_t size)
{
    json_show_value(ns(cell, "p50"), FEW_DIGITS, text, size);
}

static void show_p99(const json_t *cell, char *text, size_t size)
{
    json_show_value(ns(cell, "p99"), FEW_DIGITS, text, size);
}

void report_entries(const json_t *counters, char *text, size_t size)
{
    const json_t *entered = json_object_get(counters, "sys_enter");
    const json_t *emulated = json_object_get(counters, "emulate_vsyscall");
    double a = json_number_value(entered), b = json_number_value(emulated);
    char one[SHOW_NUMBER], other[SHOW_NUMBER];
    show_short(a, DIGITS, one);
    show_short(b, DIGITS, other);
    if (!json_is_number(entered) && !json_is_number(emulated))
        snprintf(text, size, "-");
    else if (b == 0)
        snprintf(text, size, "%s", one);
    else if (a == 0)
        snprintf(text, size, "%s emulated", other);
    else
        snprintf(text, size, "%s, %s emulated", one, other);
}

static void show_entries(const json_t *cell, char *text, size_t size)
{
    report_entries(json_object_get(cell, "counters"), text, size);
}

const struct report_column report_columns[] = {
    {"cell", true, 0, NULL, show_name},
    {"instructions", false, 0, "instructions: exact, per call.", show_instructions},
    {"ns", false, 0, "ns: per call.", show_ns},
    {"interval", false, 5, "interval: 95 %, over launches.", show_interval},
    {"ticks", false, 1, NULL, show_ticks},
    {"cycles", false, 4, "cycles: of the core, so steady where its frequency drifts.", show_cycles},
    {"x syscall", false, 3,
     "x syscall: cost relative to the same call made with syscall (1.00 = equal).", show_ratio},
    {"p50", false, 2, NULL, show_p50},
    {"p99", false, 2, NULL, show_p99},
    {"entries", true, 6, "entries: into the kernel, per call.", show_entries},
    {NULL, false, 0, NULL, NULL},
};

bool report_column_used(const struct report_column *c, const json_t *report)
{
    /* One launch gives no interval, but its absence has to be seen. */
    void (*text_of)(const json_t *, char *, size_t) = c->text == show_interval ? show_ns : c->text;
    char text[COLUMN_TEXT];
    size_t i;
    const json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        text_of(cell, text, sizeof text);
        if (json_is(cell, "state", "measured") && strcmp(text, "-") != 0)
            return true;
    }
    return false;
}

bool report_pmu_has(const json_t *cell, const char *event)
{
    static const char *const names[] = {"cycles:u", "cycles:k", "instructions:u", "instructions:k"};
    for (size_t i = 0; json_object_get(cell, "pmu") && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], event) == 0)
            return true;
    return false;
}

char *report_events(const json_t *cell)
{
    const char *name;
    json_t *v;
    char *text = NULL, number[32];
    size_t size, found = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    json_object_foreach(json_object_get(cell, "events"), name, v) {
        if (report_pmu_has(cell, name))
            continue;
        json_show_value(v, DIGITS, number, sizeof number);
        fprintf(out, "%s%s %s", found++ ? ", " : "", name, number);
    }
    if (fclose(out) == 0) {
        text_printable(text);
        return text;
    }
    free(text);
    return NULL;
}

bool report_modes(const json_t *cell, char *text, size_t size)
{
    const json_t *modes = json_object_get(cell, "modes");
    const json_t *share = json_object_get(modes, "low_share");
    char low[32], high[32];
    *text = '\0';
    if (!json_is_number(share))
        return false;
    double percent = 100 * json_number_value(share);
    json_show_value(json_object_get(modes, "low_ns"), DIGITS, low, sizeof low);
    json_show_value(json_object_get(modes, "high_ns"), DIGITS, high, sizeof high);
    snprintf(text, size, "%s ns in %.0f %% of the blocks, %s ns in %.0f %%", low, percent, high,
             100 - percent);
    return true;
}
