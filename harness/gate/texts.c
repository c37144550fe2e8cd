/* SPDX-License-Identifier: MIT */
#include "gate/texts.h"

#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 4, FEW_DIGITS = 3, NUMBER = 32 };

static bool is_timed(const json_t *row)
{
    return json_is(row, "check", "time");
}

/* A whole number as it is: counts are exact. */
static void put_figure(double v, char *text, size_t size)
{
    char number[SHOW_NUMBER];
    if (!isfinite(v))
        snprintf(text, size, "-");
    else if (v == rint(v) && fabs(v) < 1e9)
        snprintf(text, size, "%.0f", v);
    else
        snprintf(text, size, "%s", show_number(v, DIGITS, number));
}

static void show_share(double v, bool sign, char *text, size_t size)
{
    char digits[SHOW_NUMBER];
    show_number(100 * fabs(v), FEW_DIGITS, digits);
    snprintf(text, size, "%s%s %%", v < 0 ? "-" : sign ? "+" : "", digits);
    if (!isfinite(v))
        snprintf(text, size, "-");
}

static void show_record(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "record", text, size);
}

static void show_cell(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "cell", text, size);
}

static void show_check(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "check", text, size);
}

static void show_verdict(const json_t *row, char *text, size_t size)
{
    json_show_string(row, "verdict", text, size);
}

static void show_old(const json_t *row, char *text, size_t size)
{
    put_figure(json_number_of(row, "old"), text, size);
}

static void show_new(const json_t *row, char *text, size_t size)
{
    put_figure(json_number_of(row, "new"), text, size);
}

void gate_change(const json_t *row, char *text, size_t size)
{
    double difference = json_number_of(row, "difference");
    char digits[NUMBER];
    if (is_timed(row)) {
        show_share(json_number_of(row, "effect"), true, text, size);
        return;
    }
    put_figure(difference, digits, sizeof digits);
    snprintf(text, size, "%s%s", difference > 0 ? "+" : "", digits);
}

static void show_range(const json_t *row, const char *low, const char *high, char *text,
                       size_t size)
{
    char lo[NUMBER], hi[NUMBER];
    show_share(json_number_of(row, low), true, lo, sizeof lo);
    show_share(json_number_of(row, high), true, hi, sizeof hi);
    bool none = strcmp(lo, "-") == 0 || strcmp(hi, "-") == 0;
    if (!none)
        lo[strlen(lo) - strlen(" %")] = '\0';
    snprintf(text, size, none ? "-" : "%s..%s", lo, hi);
}

static void show_interval(const json_t *row, char *text, size_t size)
{
    show_range(row, "lo", "hi", text, size);
}

static void show_itself(const json_t *row, char *text, size_t size)
{
    show_range(row, "itself_lo", "itself_hi", text, size);
}

static void show_margin(const json_t *row, char *text, size_t size)
{
    show_share(json_number_of(row, "margin"), false, text, size);
}

static void show_smallest(const json_t *row, char *text, size_t size)
{
    double smallest = json_number_of(row, "smallest");
    if (is_timed(row))
        show_share(smallest, false, text, size);
    else
        put_figure(smallest, text, size);
}

const struct gate_column gate_columns[] = {
    {"record", true, 6, show_record},  {"cell", true, 0, show_cell},
    {"check", true, 1, show_check},    {"verdict", true, 0, show_verdict},
    {"old", false, 5, show_old},       {"new", false, 5, show_new},
    {"change", false, 0, gate_change}, {"interval", false, 4, show_interval},
    {"A/A", false, 2, show_itself},    {"margin", false, 3, show_margin},
    {"sees", false, 3, show_smallest}, {NULL, false, 0, NULL},
};

enum verdict gate_verdict(const json_t *row)
{
    return verdict_by_name(json_string_value(json_object_get(row, "verdict")));
}

bool gate_tabled(const json_t *row)
{
    enum verdict v = gate_verdict(row);
    return v != VERDICT_SKIPPED && (is_timed(row) || v != VERDICT_PASS);
}

bool gate_column_used(const struct gate_column *c, const json_t *answer)
{
    const json_t *rows = json_object_get(answer, "cells"), *row;
    const json_t *first = json_object_get(json_array_get(rows, 0), "record");
    size_t i;
    json_array_foreach(rows, i, row) {
        char text[GATE_COLUMN];
        c->text(row, text, sizeof text);
        bool shown = c->text == show_record ? !json_equal(json_object_get(row, "record"), first)
                                            : strcmp(text, "-") != 0;
        if (gate_tabled(row) && shown)
            return true;
    }
    return false;
}

static void put_whole(const json_t *row, const char *key, FILE *out)
{
    char *text = json_show_whole(json_object_get(row, key));
    fputs(text ? text : "out of memory", out);
    free(text);
}

/* What came instead of what, and the reason; the reason alone where nothing came. */
static void put_finding(const json_t *row, FILE *out)
{
    char old[NUMBER], now[NUMBER], change[NUMBER];
    bool reason = json_string_length(json_object_get(row, "reason"));
    show_old(row, old, sizeof old);
    show_new(row, now, sizeof now);
    gate_change(row, change, sizeof change);
    if (strcmp(now, "-") != 0) {
        put_whole(row, "unit", out);
        fprintf(out, ": %s instead of %s (%s)%s", now, old, change, reason ? "; " : "");
    } else if (!reason) {
        fputs("not judged", out);
    }
    put_whole(row, "reason", out);
}

char *gate_sentence(const json_t *row)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    put_whole(row, "cell", out);
    fputs(", ", out);
    put_whole(row, "check", out);
    fputs(" of ", out);
    put_whole(row, "record", out);
    fputs(": ", out);
    put_finding(row, out);
    return fclose(out) == 0 ? text : (free(text), NULL);
}

const char *gate_legend(const json_t *answer)
{
    const json_t *row;
    size_t i;
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row) && is_timed(row) && json_is(answer, "gate", "gate ab"))
            return "old, new: ns per call of A and B. interval: of the change, 95 % each way, "
                   "shared "
                   "among looks and cells. A/A: the same of A against itself. A change beyond the "
                   "margin counts. sees: the smallest slowdown that would have been called one.";
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row) && is_timed(row) && json_is(answer, "gate", "gate boots"))
            return "old, new: ns per call of A and B. interval: 95 % each way, shared among "
                   "cells. A change beyond the margin counts. sees: the smallest slowdown that "
                   "would have been called one.";
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row) && is_timed(row))
            return "old, new: ns per call. interval: 95 %. A change beyond the margin counts. "
                   "sees: the smallest slowdown that would have been called one.";
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (gate_tabled(row))
            return "old, new: expected and found, per call. sees: the smallest difference that "
                   "would have been found.";
    return "";
}

int gate_flush(FILE *out)
{
    if (fflush(out) != 0 || ferror(out))
        return errno ? -errno : -EIO;
    return 0;
}
