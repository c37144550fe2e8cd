/* SPDX-License-Identifier: MIT */
#include "compare/texts.h"

#include "text/columns.h"
#include "text/json.h"
#include "text/json_text.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE = 160 };

/* Appends a part; one that doesn't fit is left out, lest half a character be left of it. */
__attribute__((format(printf, 3, 4))) static void add(char *text, size_t size, const char *format,
                                                      ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text + used, size - used, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= size - used)
        text[used] = '\0';
}

void compare_name_text(const json_t *comparison, size_t record, char *text, size_t size)
{
    const json_t *records = json_object_get(comparison, "records");
    report_string(json_array_get(records, record), "name", text, size);
}

static const char *const facts[][2] = {{"", "cpu"},
                                       {"hypervisor ", "hypervisor"},
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

static void add_facts(const json_t *comparison, size_t record, bool shared, char *text, size_t size)
{
    const json_t *records = json_object_get(comparison, "records");
    *text = '\0';
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        char value[VALUE];
        report_string(json_array_get(records, record), facts[i][1], value, sizeof value);
        if (*value && common(records, facts[i][1]) == shared)
            add(text, size, "%s%s%s", *text ? ", " : "", facts[i][0], value);
    }
}

void compare_machine_text(const json_t *comparison, char *text, size_t size)
{
    add_facts(comparison, 0, true, text, size);
}

void compare_record_text(const json_t *comparison, size_t record, char *text, size_t size)
{
    const json_t *r = json_array_get(json_object_get(comparison, "records"), record);
    char launches[SHOW_NUMBER];
    add_facts(comparison, record, false, text, size);
    const char *comma = *text ? ", " : "";
    if (json_is(r, "unit", "instructions"))
        add(text, size, "%sinstructions counted by an emulator", comma);
    else
        add(text, size, "%s%s launches", comma,
            show_short(json_number_of(r, "launches"), 3, launches));
    if (json_is(r, "timebase", "raw"))
        add(text, size, ", timed by CLOCK_MONOTONIC_RAW");
    if (json_is_true(json_object_get(r, "interrupted")))
        add(text, size, ", interrupted");
    if (json_array_size(json_object_get(r, "inject")))
        add(text, size, ", INJECTED by --inject: not this machine's figures");
    if (record == compare_base(comparison))
        add(text, size, " (the base)");
}

static void field_value(const json_t *value, char *text, size_t size)
{
    if (json_is_string(value)) {
        report_text(value, text, size);
        if (!*text)
            snprintf(text, size, "nothing");
        return;
    }
    char *dumped = json_text(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
    snprintf(text, size, "%s", dumped ? dumped : "");
    free(dumped);
}

/* " in a, b": the records whose value that of the record at i is; false where one before i has it.
 */
static bool holders(const json_t *comparison, const json_t *values, size_t at, char *text,
                    size_t size)
{
    const json_t *value = json_array_get(values, at), *other;
    bool first = true;
    size_t i;
    *text = '\0';
    json_array_foreach(values, i, other) {
        char name[COMPARE_WORD];
        if (!json_equal(other, value))
            continue;
        if (i < at)
            return false;
        compare_name_text(comparison, i, name, sizeof name);
        add(text, size, "%s%s", first ? "" : ", ", name);
        first = false;
    }
    return true;
}

void compare_field_text(const json_t *comparison, const json_t *row, char *text, size_t size)
{
    const json_t *values = json_object_get(row, "values"), *value;
    size_t i;
    *text = '\0';
    json_array_foreach(values, i, value) {
        char names[COMPARE_TEXT / 2], word[VALUE];
        if (!holders(comparison, values, i, names, sizeof names))
            continue;
        field_value(value, word, sizeof word);
        if (json_is_null(value))
            add(text, size, "%snot told by %s", *text ? "; " : "", names);
        else
            add(text, size, "%s%s in %s", *text ? "; " : "", word, names);
    }
    text_printable(text);
}

void compare_platform_text(const json_t *comparison, char *text, size_t size)
{
    size_t i;
    const json_t *field;
    char name[COMPARE_WORD];
    *text = '\0';
    json_array_foreach(json_object_get(comparison, "platform_differs"), i, field)
        add(text, size, "%s%s", i ? ", " : "differ in ", report_text(field, name, sizeof name));
}

static bool has(const json_t *array, const json_t *value)
{
    size_t i;
    const json_t *one;
    json_array_foreach(array, i, one)
        if (json_equal(one, value))
            return true;
    return false;
}

void compare_warning_text(const json_t *comparison, size_t record, size_t at, char *text,
                          size_t size)
{
    const json_t *records = json_object_get(comparison, "records"), *other;
    const json_t *warnings = json_object_get(json_array_get(records, record), "warnings");
    const json_t *warning = json_array_get(warnings, at);
    char word[COMPARE_TEXT / 2];
    size_t i;
    *text = '\0';
    json_array_foreach(records, i, other) {
        bool held = has(json_object_get(other, "warnings"), warning);
        if (held && i < record) {
            *text = '\0';
            return;
        }
        compare_name_text(comparison, i, word, COMPARE_WORD);
        if (held)
            add(text, size, "%s%s", *text ? ", " : "", word);
    }
    add(text, size, ": %s", report_text(warning, word, sizeof word));
}

void compare_legend(const json_t *comparison, bool starred, char *text, size_t size)
{
    char base[COMPARE_WORD];
    compare_name_text(comparison, compare_base(comparison), base, sizeof base);
    if (compare_instructions(comparison)) {
        snprintf(text, size, "Instructions per call, exact. diff: instructions more than in %s.",
                 base);
        return;
    }
    snprintf(text, size,
             "ns per call. ratio: to %s. Its 95 %% interval%s is of the two records' launches as "
             "independent samples: a drift of the machine between the records is not in it.",
             base, starred ? " (*: it does not hold 1)" : "");
}
