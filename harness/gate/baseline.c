/* SPDX-License-Identifier: MIT */
#include "gate/baseline.h"

#include "compare/parts.h"
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

static double number(const json_t *value, const char *key)
{
    const json_t *v = json_object_get(value, key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static json_t *real_or_null(double v)
{
    return isfinite(v) ? json_real(v) : json_null();
}

/* The centre over the baseline's records, and how much they differ at most. One record has its own
 * interval, and no spread. */
static json_t *centre(const json_t *values, double *kept)
{
    struct estimate made = {.value = NAN, .lo = NAN, .hi = NAN};
    double spread = NAN;
    size_t count = 0, i;
    const json_t *value;
    json_array_foreach(values, i, value) {
        double v = number(value, "estimate");
        if (!(v > 0))
            continue;
        kept[count++] = v;
        made = (struct estimate){v, number(value, "lo"), number(value, "hi"), 1, 0};
    }
    if (count > 1) {
        spread = judge_spread(kept, count);
        made = estimate_mean(kept, count);
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:i}", "estimate", real_or_null(made.value), "lo",
                     real_or_null(made.lo), "hi", real_or_null(made.hi), "spread",
                     real_or_null(spread), "records", (int)count);
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

static bool is(const json_t *value, const char *key, const char *word)
{
    const char *own = json_string_value(json_object_get(value, key));
    return own && strcmp(own, word) == 0;
}

/* Records of one thing don't differ by more: a margin that wide would let anything pass. */
static const double worst_spread = 0.5;

/* Where there are no two times to compare: what to say of it. What the record leaves out can't
 * pass: a run of fewer cells needs a baseline of those. */
static enum verdict without_time(const json_t *now, bool before, char *reason, size_t size)
{
    report_string(now, "reason", reason, size);
    if (!now)
        snprintf(reason, size, "the record has no such cell");
    else if (is(now, "state", "measured"))
        snprintf(reason, size,
                 before ? "the record has no time for it" : "the baseline has no time for it");
    else if (!*reason)
        snprintf(reason, size, "not measured");
    if (is(now, "state", "failed"))
        return VERDICT_REGRESSION;
    return before ? VERDICT_INCONCLUSIVE : VERDICT_SKIPPED;
}

static const char *why_inconclusive(const struct baseline *b, struct estimate now,
                                    struct estimate base, double spread)
{
    if (base.kept == 1 && !b->trust_margin)
        return "one baseline record doesn't show how much records of this machine differ; more of "
               "them do, or --margin";
    if (spread > worst_spread)
        return "the baseline's records differ by more than 50 %: too much to judge by";
    if (isnan(now.lo) || isnan(now.hi))
        return "one launch gives no interval";
    return NULL;
}

static struct estimate estimate_of(const json_t *base)
{
    return (struct estimate){.value = number(base, "estimate"),
                             .lo = number(base, "lo"),
                             .hi = number(base, "hi"),
                             .kept = (size_t)json_integer_value(json_object_get(base, "records"))};
}

/* One record, and the answer that it is judged for. */
struct subject {
    json_t *answer;
    const struct baseline *baseline;
    const char *record;
    bool instructions;
};

/* The cell as the baseline has it and as the record has it; NULL where one has none. */
static void judge_cell(const struct subject *s, const char *name, const json_t *before,
                       const json_t *cell)
{
    char reason[SENTENCE];
    struct estimate base = estimate_of(before), now = compare_cost(cell, s->instructions);
    double spread = number(before, "spread");
    struct gate_row row = {.record = s->record,
                           .cell = name,
                           .check = "time",
                           .unit = "ns",
                           .old = base.value,
                           .now = now.value,
                           .smallest = NAN};
    struct judgement j = judge_ratio(compare_ratio(now, base), fmax(s->baseline->margin, spread));
    if (now.value > 0 && base.value > 0) {
        row.reason = why_inconclusive(s->baseline, now, base, spread);
        j.verdict = row.reason ? VERDICT_INCONCLUSIVE : j.verdict;
        j.smallest = row.reason ? NAN : j.smallest;
        row.timing = &j;
    } else {
        row.verdict = without_time(cell, base.value > 0, reason, sizeof reason);
        row.reason = reason;
    }
    gate_add(s->answer, &row);
}

void baseline_judge(json_t *answer, const struct baseline *b, const struct compare_record *record)
{
    const struct subject s = {answer, b, record->name, *compare_unit(record->report) == 'i'};
    json_t *own = compare_by_name(record->report), *cell;
    const char *name;
    json_object_foreach(b->cells, name, cell)
        judge_cell(&s, name, cell, json_object_get(own, name));
    json_object_foreach(own, name, cell)
        if (!json_object_get(b->cells, name))
            judge_cell(&s, name, NULL, cell);
    json_decref(own);
}
