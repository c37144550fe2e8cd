/* SPDX-License-Identifier: MIT */
#include "compare/texts.h"

#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 4, EXACT_DIGITS = 8 };

size_t compare_base(const json_t *comparison)
{
    return (size_t)json_integer_value(json_object_get(comparison, "base"));
}

bool compare_instructions(const json_t *comparison)
{
    const json_t *records = json_object_get(comparison, "records");
    return json_is(json_array_get(records, compare_base(comparison)), "unit", "instructions");
}

static const json_t *side_value(const json_t *cell, size_t record)
{
    return json_array_get(json_object_get(cell, "values"), record);
}

static const json_t *ratio_of(const json_t *cell, size_t record)
{
    return json_array_get(json_object_get(cell, "ratio"), record);
}

bool compare_cell_shown(const json_t *cell)
{
    size_t i;
    const json_t *value;
    json_array_foreach(json_object_get(cell, "values"), i, value)
        if (isfinite(json_number_of(value, "estimate")))
            return true;
    return false;
}

static void put_figure(double v, int digits, char *text, size_t size)
{
    char shown[SHOW_NUMBER];
    if (isfinite(v) && v == rint(v) && digits == EXACT_DIGITS && fabs(v) < 1e9)
        snprintf(text, size, "%.0f", v);
    else if (isfinite(v))
        snprintf(text, size, "%s", show_number(v, digits, shown));
    else
        snprintf(text, size, "-");
}

/* Thousandths about 1, so that the ratios of a column can be read against each other. */
static void show_ratio(double v, char *text, size_t size)
{
    if (v >= 0.1 && v < 10)
        snprintf(text, size, "%.3f", v);
    else
        put_figure(v, DIGITS, text, size);
}

void compare_value_text(const json_t *cell, size_t record, char *text, size_t size)
{
    const json_t *value = side_value(cell, record);
    bool exact = json_is(value, "unit", "instructions");
    put_figure(json_number_of(value, "estimate"), exact ? EXACT_DIGITS : DIGITS, text, size);
}

/* The record whose ratio is against itself: the base. */
static double base_estimate(const json_t *cell, size_t record)
{
    double ratio = json_number_of(ratio_of(cell, record), "estimate");
    return json_number_of(side_value(cell, record), "estimate") / ratio;
}

void compare_change_text(const json_t *cell, size_t record, char *text, size_t size)
{
    const json_t *value = side_value(cell, record);
    double ratio = json_number_of(ratio_of(cell, record), "estimate");
    if (!json_is(value, "unit", "instructions") || !isfinite(ratio)) {
        show_ratio(ratio, text, size);
        return;
    }
    double own = json_number_of(value, "estimate"), difference = own - base_estimate(cell, record);
    difference = rint(difference * 1000) / 1000; /* the ratio is rounded, counts are not */
    char number_text[32];
    put_figure(fabs(difference), EXACT_DIGITS, number_text, sizeof number_text);
    snprintf(text, size, "%s%s", difference > 0 ? "+" : difference < 0 ? "-" : "", number_text);
}

void compare_interval_text(const json_t *cell, size_t record, char *text, size_t size)
{
    const json_t *ratio = ratio_of(cell, record);
    char lo[32], hi[32];
    show_ratio(json_number_of(ratio, "lo"), lo, sizeof lo);
    show_ratio(json_number_of(ratio, "hi"), hi, sizeof hi);
    bool none = strcmp(lo, "-") == 0 || strcmp(hi, "-") == 0;
    snprintf(text, size, none ? "-" : "%s..%s", lo, hi);
}

bool compare_apart(const json_t *cell, size_t record)
{
    const json_t *ratio = ratio_of(cell, record);
    return json_number_of(ratio, "lo") > 1 || json_number_of(ratio, "hi") < 1;
}
