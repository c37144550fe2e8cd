/* SPDX-License-Identifier: MIT */
#include "judge/baseline.h"

#include "compare/cells.h"
#include "judge/comparable.h"
#include "stats/judge.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128 };

void baseline_key(const json_t *report, char *key, size_t size)
{
    static const char *const fields[] = {"cpu_vendor",   "cpu_family", "cpu_model",
                                         "cpu_stepping", "microcode",  "hypervisor"};
    const json_t *platform = json_object_get(json_object_get(report, "machine"), "platform");
    *key = '\0';
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char value[WORD];
        size_t used = strlen(key);
        json_show_string(platform, fields[i], value, sizeof value);
        snprintf(key + used, size - used, "%s%s", i ? "-" : "", *value ? value : "none");
    }
    for (; *key; key++) /* below the folder, whatever a record says */
        if (!isalnum((unsigned char)*key) && *key != '-')
            *key = '_';
}

static bool same_subject(const struct compare_record *records, size_t size,
                         const char *const *may_differ, char *why, size_t why_size)
{
    char *text = gate_subject_differences(records, size, may_differ);
    bool good = text && !*text;
    if (!good)
        text_say(why, why_size, "the subjects differ in %s; --subject FIELD lets a field differ",
                 text ? text : "something");
    free(text);
    return good;
}

bool baseline_consistent(const struct baseline *b, char *why, size_t size)
{
    return gate_same_machine(b->records, b->size, why, size) &&
           same_subject(b->records, b->size, NULL, why, size);
}

/* The first record of a consistent baseline stands for all of them. */
bool baseline_comparable(const struct baseline *b, const struct compare_record *record, char *why,
                         size_t size)
{
    const struct compare_record two[] = {b->records[0], *record};
    return gate_same_machine(two, 2, why, size) && same_subject(two, 2, b->may_differ, why, size);
}

/* No two runs have one seed, one length and the same figures. */
const char *baseline_copy(const struct baseline *b, const json_t *report)
{
    for (size_t i = 0; i < b->size; i++) {
        const json_t *other = b->records[i].report;
        if (json_equal(json_object_get(report, "run"), json_object_get(other, "run")) &&
            json_equal(json_object_get(report, "cells"), json_object_get(other, "cells")))
            return b->records[i].name;
    }
    return NULL;
}

/* Of the values' logarithms. */
static double variance_of(const double *values, size_t size)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < size; i++)
        sum += log(values[i]);
    for (size_t i = 0; i < size; i++)
        squares += pow(log(values[i]) - sum / (double)size, 2);
    return squares / (double)(size - 1);
}

/* The centre over the baseline's records, and how much they differ at most. One record has its own
 * interval, and no spread. */
static json_t *centre(const json_t *values, double *kept)
{
    struct estimate made = {.value = NAN, .lo = NAN, .hi = NAN};
    double spread = NAN, variance = NAN;
    size_t count = 0, i;
    const json_t *value;
    json_array_foreach(values, i, value) {
        double v = json_number_of(value, "estimate");
        if (!(v > 0))
            continue;
        kept[count++] = v;
        made = (struct estimate){v, json_number_of(value, "lo"), json_number_of(value, "hi"), 1, 0};
    }
    if (count > 1) {
        spread = judge_spread(kept, count);
        variance = variance_of(kept, count);
        made = estimate_mean(kept, count); /* last: it takes their logarithms in place */
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:i}", "estimate", json_real_or_null(made.value),
                     "lo", json_real_or_null(made.lo), "hi", json_real_or_null(made.hi), "spread",
                     json_real_or_null(spread), "variance", json_real_or_null(variance), "records",
                     (int)count);
}

json_t *baseline_cells(const struct baseline *b)
{
    json_t *list = compare_cells(b->records, b->size, 0), *cells = json_object(), *cell;
    double *kept = calloc(b->size, sizeof *kept);
    size_t i;
    json_array_foreach(list, i, cell) {
        json_t *made = kept ? centre(json_object_get(cell, "values"), kept) : NULL;
        json_object_set_new(cells, json_string_value(json_object_get(cell, "cell")), made);
    }
    json_decref(list);
    free(kept);
    return cells;
}
