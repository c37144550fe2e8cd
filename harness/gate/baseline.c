/* SPDX-License-Identifier: MIT */
#include "gate/baseline.h"

#include "gate/comparable.h"
#include "gate/gate.h"
#include "report/columns.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128, SENTENCE = 400 };

void baseline_key(const json_t *report, char *key, size_t size)
{
    static const char *const fields[] = {"cpu_vendor",   "cpu_family", "cpu_model",
                                         "cpu_stepping", "microcode",  "hypervisor"};
    const json_t *platform = json_object_get(json_object_get(report, "machine"), "platform");
    *key = '\0';
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char value[WORD];
        size_t used = strlen(key);
        report_string(platform, fields[i], value, sizeof value);
        snprintf(key + used, size - used, "%s%s", i ? "-" : "", *value ? value : "none");
    }
    for (; *key; key++) /* below the folder, whatever a record says */
        if (!isalnum((unsigned char)*key) && *key != '-')
            *key = '_';
}

/* The baseline's records and then the one to be judged; the caller frees. */
static struct compare_record *all(const struct baseline *b, const struct compare_record *record)
{
    struct compare_record *records = calloc(b->size + 1, sizeof *records);
    if (!records)
        return NULL;
    memcpy(records, b->records, b->size * sizeof *records);
    records[b->size] = *record;
    return records;
}

static bool same_subject(const struct compare_record *records, size_t size,
                         const char *const *may_differ, char *why, size_t why_size)
{
    char *text = gate_subject_differences(records, size, may_differ);
    bool good = text && !*text;
    if (!good)
        snprintf(why, why_size, "the subjects differ in %s; --subject FIELD lets a field differ",
                 text ? text : "something");
    free(text);
    return good;
}

bool baseline_comparable(const struct baseline *b, const struct compare_record *record, char *why,
                         size_t size)
{
    struct compare_record *records = all(b, record);
    snprintf(why, size, "there is no memory left");
    bool good = records && gate_same_machine(records, b->size + 1, why, size) &&
                same_subject(records, b->size, NULL, why, size) &&
                same_subject(records, b->size + 1, b->may_differ, why, size);
    free(records);
    return good;
}

static double number(const json_t *value, const char *key)
{
    const json_t *v = json_object_get(value, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static struct estimate estimate_of(const json_t *value)
{
    return (struct estimate){
        .value = number(value, "estimate"), .lo = number(value, "lo"), .hi = number(value, "hi")};
}

/* The centre over the baseline's records, and how much they differ at most. One record has its own
 * interval, and no spread. */
static struct estimate centre(const json_t *values, size_t size, double *spread)
{
    double *kept = calloc(size, sizeof *kept);
    struct estimate made = {.value = NAN, .lo = NAN, .hi = NAN};
    size_t count = 0;
    *spread = NAN;
    for (size_t i = 0; kept && i < size; i++) {
        struct estimate e = estimate_of(json_array_get(values, i));
        if (!(e.value > 0))
            continue;
        kept[count++] = e.value;
        made = e;
    }
    if (count > 1) {
        *spread = judge_spread(kept, count);
        made = estimate_mean(kept, count);
    }
    made.kept = count;
    free(kept);
    return made;
}

static bool is(const json_t *value, const char *key, const char *word)
{
    const char *own = json_string_value(json_object_get(value, key));
    return own && strcmp(own, word) == 0;
}

/* Where there are no two times to compare: what to say of it. */
static enum verdict without_time(const json_t *now, bool before, char *reason, size_t size)
{
    if (is(now, "state", "measured")) {
        snprintf(reason, size,
                 before ? "the record has no time for it" : "the baseline has no time for it");
        return before ? VERDICT_INCONCLUSIVE : VERDICT_SKIPPED;
    }
    report_string(now, "reason", reason, size);
    if (is(now, "state", "absent"))
        snprintf(reason, size, "the record has no such cell");
    else if (!*reason)
        snprintf(reason, size, "not measured");
    if (is(now, "state", "failed"))
        return VERDICT_REGRESSION;
    return before && !is(now, "state", "absent") ? VERDICT_INCONCLUSIVE : VERDICT_SKIPPED;
}

static const char *why_inconclusive(const struct baseline *b, struct estimate now,
                                    struct estimate base)
{
    if (base.kept == 1 && !b->trust_margin)
        return "one baseline record doesn't show how much records of this machine differ; more of "
               "them do, or --margin";
    if (isnan(now.lo) || isnan(now.hi))
        return "one launch gives no interval";
    return NULL;
}

static void judge_cell(json_t *answer, const struct baseline *b, const char *record,
                       const json_t *cell)
{
    double spread;
    char reason[SENTENCE];
    const json_t *values = json_object_get(cell, "values"), *last = json_array_get(values, b->size);
    struct estimate base = centre(values, b->size, &spread), now = estimate_of(last);
    struct gate_row row = {.record = record,
                           .cell = json_string_value(json_object_get(cell, "cell")),
                           .check = "time",
                           .unit = "ns",
                           .old = base.value,
                           .now = now.value,
                           .smallest = NAN};
    struct judgement j = judge_ratio(compare_ratio(now, base), fmax(b->margin, spread));
    if (now.value > 0 && base.value > 0) {
        row.reason = why_inconclusive(b, now, base);
        j.verdict = row.reason ? VERDICT_INCONCLUSIVE : j.verdict;
        j.smallest = row.reason ? NAN : j.smallest;
        row.timing = &j;
    } else {
        row.verdict = without_time(last, base.value > 0, reason, sizeof reason);
        row.reason = reason;
    }
    gate_add(answer, &row);
}

void baseline_judge(json_t *answer, const struct baseline *b, const struct compare_record *record)
{
    struct compare_record *records = all(b, record);
    json_t *comparison = records ? compare_make(records, b->size + 1, 0) : NULL, *cell;
    size_t i;
    json_array_foreach(json_object_get(comparison, "cells"), i, cell)
        judge_cell(answer, b, record->name, cell);
    json_decref(comparison);
    free(records);
}
