/* SPDX-License-Identifier: MIT */
#include "judge/golden_judge.h"

#include "compare/compare.h"
#include "compare/fields.h"
#include "gate/gate.h"
#include "judge/golden_count.h"
#include "judge/golden_guest.h"
#include "judge/unrecorded.h"
#include "text/json_show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 256 };

/* Without the fields that older counts lack. */
static void extend_by_recorded(json_t *list, const json_t *unknown)
{
    size_t i;
    json_t *one;
    json_array_foreach(unknown, i, one)
        if (!unrecorded_is_equal(json_string_value(json_object_get(one, "field"))))
            json_array_append(list, one);
}

static json_t *as_report(json_t *subject)
{
    return json_pack("{s:{s:O}}", "machine", "subject", subject);
}

/* In how many fields of the subject the two differ, known or unknown. */
static json_t *differences(const json_t *report, json_t *subject)
{
    json_t *golden = as_report(subject);
    const struct compare_record two[] = {{"golden", golden}, {"record", report}};
    json_t *fields = compare_fields(two, 2, "subject");
    json_t *list = compare_fields_different(fields), *unknown = compare_fields_unknown(fields);
    extend_by_recorded(list, unknown);
    json_decref(unknown);
    json_decref(fields);
    json_decref(golden);
    return list;
}

static bool same(const json_t *a, const json_t *b, const char *key)
{
    return json_equal(json_object_get(a, key), json_object_get(b, key));
}

/* The boot of the same kernel and mode that is nearest to the report: all its options, or the
 * fewest other facts. NULL where there is none. */
static json_t *nearest(const json_t *report, json_t *guests)
{
    const char *key;
    json_t *guest, *found = NULL;
    size_t least = SIZE_MAX;
    json_object_foreach(guests, key, guest) {
        json_t *subject = json_object_get(guest, "subject");
        if (!same(subject, guest_subject(report), "kernel") ||
            !same(subject, guest_subject(report), "vsyscall_mode"))
            continue;
        json_t *list = differences(report, subject);
        if (json_array_size(list) < least) {
            least = json_array_size(list);
            found = guest;
        }
        json_decref(list);
    }
    return found;
}

static void put_value(FILE *out, const json_t *value)
{
    char text[WORDS];
    if (json_is_null(value))
        fputs("unknown", out);
    else
        fprintf(out, "\"%s\"", json_show_text(value, text, sizeof text));
}

/* What else is another than it was when the counts were taken: where their cause may be sought. */
static void note_differences(json_t *answer, const char *name, const json_t *report,
                             json_t *subject)
{
    char *text = NULL;
    size_t size, i;
    const json_t *one;
    json_t *list = differences(report, subject), *golden = as_report(subject);
    const struct compare_record two[] = {{"golden", golden}, {"record", report}};
    FILE *out = open_memstream(&text, &size);
    unrecorded_note(answer, two, 2);
    json_decref(golden);
    if (!out)
        return;
    json_array_foreach(list, i, one) {
        const json_t *values = json_object_get(one, "values");
        fprintf(out, "%s%s ", i ? ", " : "", json_string_value(json_object_get(one, "field")));
        put_value(out, json_array_get(values, 0));
        fputs(" is now ", out);
        put_value(out, json_array_get(values, 1));
    }
    if (fclose(out) == 0 && json_array_size(list))
        gate_note(answer, "%s differs from the golden boot: %s.", name, text);
    else if (json_array_size(list) == 0)
        gate_note(answer, "%s tells of the same kernel and settings as the golden boot.", name);
    free(text);
    json_decref(list);
}

struct pair {
    json_t *answer;
    const char *name;
    const json_t *report, *guest;
    bool same_libc;
    size_t differing;
};

static void add_row(struct pair *p, const char *cell, enum verdict v, double old, double now,
                    const char *reason)
{
    const struct gate_row row = {.record = p->name,
                                 .cell = cell,
                                 .check = "instructions",
                                 .unit = "instructions a call",
                                 .reason = reason,
                                 .verdict = v,
                                 .old = old,
                                 .now = now,
                                 .smallest = 1};
    gate_add(p->answer, &row);
    p->differing += v == VERDICT_REGRESSION;
}

static void judge_count(struct pair *p, const char *name, const json_t *old, const json_t *now)
{
    double was = count_least(old), is = count_least(now);
    bool agree = count_agrees(old, now);
    if (!old)
        add_row(p, name, VERDICT_SKIPPED, NAN, is, "the golden boot has no such cell");
    else if (isnan(was) && isnan(is))
        return; /* measured neither then nor now */
    else if (!p->same_libc && strncmp(name, "libc:", strlen("libc:")) == 0)
        add_row(p, name, VERDICT_SKIPPED, was, is, "the golden boot had another C library");
    else if (isnan(is))
        add_row(p, name, VERDICT_REGRESSION, was, NAN, "it can't be measured any more");
    else if (isnan(was))
        add_row(p, name, VERDICT_REGRESSION, NAN, is, "it couldn't be measured in the golden boot");
    else
        add_row(p, name, agree ? VERDICT_PASS : VERDICT_REGRESSION, agree ? is : was, is, NULL);
}

static void judge_pair(struct pair *p)
{
    json_t *then = json_object_get(p->guest, "cells"), *now = guest_make(p->report), *count;
    json_t *cells = json_object_get(now, "cells");
    const char *name;
    json_object_foreach(cells, name, count)
        judge_count(p, name, json_object_get(then, name), count);
    json_object_foreach(then, name, count)
        if (!json_object_get(cells, name)) /* what was left out can't pass */
            add_row(p, name, json_is_null(count) ? VERDICT_SKIPPED : VERDICT_INCONCLUSIVE, NAN, NAN,
                    "the record has no such cell");
    json_decref(now);
}

void golden_judge(json_t *answer, const char *name, const json_t *report, const json_t *golden)
{
    char key[GUEST_KEY];
    json_t *guests = json_object_get(golden, "guests");
    guest_key(report, key, sizeof key);
    json_t *guest = json_object_get(guests, key);
    bool exactly = guest != NULL;
    guest = guest ? guest : nearest(report, guests);
    if (!guest) {
        gate_note(answer,
                  "%s: the golden file has no boot of \"%s\", so only its kernel entries are "
                  "judged.",
                  name, key);
        return;
    }
    json_t *subject = json_object_get(guest, "subject");
    struct pair p = {.answer = answer,
                     .name = name,
                     .report = report,
                     .guest = guest,
                     .same_libc = same(subject, guest_subject(report), "libc")};
    judge_pair(&p);
    if (p.differing || !exactly)
        note_differences(answer, name, report, subject);
}
