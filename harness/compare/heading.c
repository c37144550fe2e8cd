/* SPDX-License-Identifier: MIT */
#include "compare/heading.h"

#include "compare/names.h"
#include "compare/texts.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/json_text.h"
#include "text/made.h"
#include "text/show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_string(FILE *out, const json_t *string)
{
    const char *s = json_string_value(string);
    fputs(s ? s : "", out);
}

void compare_name_text(const json_t *comparison, size_t record, char *text, size_t size)
{
    const json_t *records = json_object_get(comparison, "records");
    json_show_string(json_array_get(records, record), "name", text, size);
}

static const char *const facts[][2] = {{"", "cpu"},
                                       {"hypervisor interface ", "hypervisor"},
                                       {"kernel ", "kernel"},
                                       {"clocksource ", "clocksource"},
                                       {"vsyscall ", "vsyscall_mode"}};

bool compare_is_fact(const char *field)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (strcmp(facts[i][1], field) == 0)
            return true;
    return false;
}

static bool common(const json_t *records, const char *key)
{
    size_t i;
    const json_t *record, *first = json_object_get(json_array_get(records, 0), key);
    json_array_foreach(records, i, record)
        if (!json_equal(json_object_get(record, key), first))
            return false;
    return true;
}

/* How many there were. */
static size_t put_facts(const json_t *comparison, size_t record, bool shared, FILE *out)
{
    const json_t *records = json_object_get(comparison, "records");
    size_t found = 0;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const json_t *value = json_object_get(json_array_get(records, record), facts[i][1]);
        if (!json_string_length(value) || common(records, facts[i][1]) != shared)
            continue;
        fprintf(out, "%s%s", found++ ? ", " : "", facts[i][0]);
        put_string(out, value);
    }
    return found;
}

char *compare_machine_text(const json_t *comparison)
{
    struct made_text t;
    if (!made_begin(&t))
        return NULL;
    put_facts(comparison, 0, true, t.out);
    return made_end(&t);
}

char *compare_record_text(const json_t *comparison, size_t record)
{
    const json_t *r = json_array_get(json_object_get(comparison, "records"), record);
    char launches[SHOW_NUMBER];
    struct made_text t;
    if (!made_begin(&t))
        return NULL;
    const char *comma = put_facts(comparison, record, false, t.out) ? ", " : "";
    const json_t *boots = json_object_get(r, "boots");
    if (boots)
        fprintf(t.out, "%s%.0f boots", comma, json_number_value(boots));
    if (json_is(r, "unit", "instructions"))
        fprintf(t.out, "%sinstructions counted by an emulator", boots ? ", " : comma);
    else if (!boots)
        fprintf(t.out, "%s%s launches", comma,
                show_short(json_number_of(r, "launches"), 3, launches));
    if (json_is(r, "timebase", "raw"))
        fputs(", timed by CLOCK_MONOTONIC_RAW", t.out);
    if (json_is_true(json_object_get(r, "interrupted")))
        fputs(", interrupted", t.out);
    if (json_array_size(json_object_get(r, "inject")))
        fputs(", INJECTED by --inject: not this machine's figures", t.out);
    if (record == compare_base(comparison))
        fputs(" (the base)", t.out);
    return made_end(&t);
}

static void put_value(FILE *out, const json_t *value)
{
    if (json_is_string(value)) {
        fputs(json_string_length(value) ? "" : "nothing", out);
        put_string(out, value);
        return;
    }
    char *dumped = json_text(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
    fputs(dumped ? dumped : "", out);
    free(dumped);
}

/* Whether a record before that one has the same value: it is named there. */
static bool named_before(const json_t *values, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (json_equal(json_array_get(values, i), json_array_get(values, at)))
            return true;
    return false;
}

static bool has_value(const json_t *array, const json_t *value)
{
    size_t i;
    const json_t *one;
    json_array_foreach(array, i, one)
        if (json_equal(one, value))
            return true;
    return false;
}

/* The records whose value that of the record at that place is. */
static void put_holders(const json_t *comparison, const json_t *values, size_t at, FILE *out)
{
    const json_t *records = json_object_get(comparison, "records");
    const json_t *value = json_array_get(values, at), *other;
    json_t *names = json_array();
    size_t i;
    json_array_foreach(values, i, other)
        if (json_equal(other, value))
            json_array_append(names, json_object_get(json_array_get(records, i), "name"));
    compare_put_names(records, names, out);
    json_decref(names);
}

char *compare_field_text(const json_t *comparison, const json_t *row)
{
    const json_t *values = json_object_get(row, "values"), *value;
    size_t i;
    struct made_text t;
    if (!made_begin(&t))
        return NULL;
    json_array_foreach(values, i, value) {
        if (named_before(values, i))
            continue;
        fputs(i ? "; " : "", t.out);
        if (!json_is_null(value))
            put_value(t.out, value);
        fputs(json_is_null(value) ? "unknown in " : " in ", t.out);
        put_holders(comparison, values, i, t.out);
    }
    return made_end(&t);
}

char *compare_platform_text(const json_t *comparison)
{
    size_t i;
    const json_t *field;
    struct made_text t;
    if (!made_begin(&t))
        return NULL;
    json_array_foreach(json_object_get(comparison, "platform_differs"), i, field) {
        fputs(i ? ", " : "differ in ", t.out);
        put_string(t.out, field);
    }
    return made_end(&t);
}

/* Whether an earlier record has the warning too. */
static bool warned_before(const json_t *records, size_t record, const json_t *warning)
{
    for (size_t i = 0; i < record; i++)
        if (has_value(json_object_get(json_array_get(records, i), "warnings"), warning))
            return true;
    return false;
}

char *compare_warning_text(const json_t *comparison, size_t record, size_t at)
{
    const json_t *records = json_object_get(comparison, "records"), *other;
    const json_t *warnings = json_object_get(json_array_get(records, record), "warnings");
    const json_t *warning = json_array_get(warnings, at);
    size_t i;
    struct made_text t;
    if (warned_before(records, record, warning))
        return strdup("");
    if (!made_begin(&t))
        return NULL;
    json_t *names = json_array();
    json_array_foreach(records, i, other)
        if (has_value(json_object_get(other, "warnings"), warning))
            json_array_append(names, json_object_get(other, "name"));
    compare_put_names(records, names, t.out);
    json_decref(names);
    fputs(": ", t.out);
    put_string(t.out, warning);
    return made_end(&t);
}

static bool has_boots(const json_t *records)
{
    size_t i;
    const json_t *record;
    json_array_foreach(records, i, record)
        if (json_object_get(record, "boots"))
            return true;
    return false;
}

char *compare_legend(const json_t *comparison, bool starred)
{
    const json_t *records = json_object_get(comparison, "records");
    const json_t *base = json_array_get(records, compare_base(comparison));
    struct made_text t;
    if (!made_begin(&t))
        return NULL;
    bool counted = compare_instructions(comparison);
    fputs(counted ? "Instructions per call, exact. diff: instructions more than in "
                  : "ns per call. ratio: to ",
          t.out);
    put_string(t.out, json_object_get(base, "name"));
    if (!counted)
        fprintf(t.out,
                ". Its 95 %% interval%s is of the two %s as independent samples: a "
                "drift of the machine between the records is not in it",
                starred ? " (*: it does not hold 1)" : "",
                has_boots(records) ? "sides' boots, six or more," : "records' launches");
    fputc('.', t.out);
    return made_end(&t);
}
