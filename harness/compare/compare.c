/* SPDX-License-Identifier: MIT */
#include "compare/compare.h"

#include "compare/cells.h"
#include "compare/fields.h"
#include "compare/names.h"
#include "compare/words.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE = 80 };

static json_t *record_json(const struct compare_record *r)
{
    static const char *const machine_keys[] = {"cpu",         "kernel",        "hypervisor",
                                               "clocksource", "vsyscall_mode", "platform"};
    static const char *const run_keys[] = {"timebase",    "launches", "rounds",  "discarded",
                                           "interrupted", "inject",   "samples", "warnings"};
    const json_t *machine = json_object_get(r->report, "machine");
    const json_t *run = json_object_get(r->report, "run");
    json_t *record = json_pack("{s:s, s:s}", "name", r->name, "unit", compare_unit(r->report));
    for (size_t i = 0; i < sizeof machine_keys / sizeof *machine_keys; i++)
        json_object_set_new(record, machine_keys[i], json_copy_of(machine, machine_keys[i]));
    for (size_t i = 0; i < sizeof run_keys / sizeof *run_keys; i++)
        json_object_set_new(record, run_keys[i], json_copy_of(run, run_keys[i]));
    if (json_object_get(run, "boots"))
        json_object_set(record, "boots", json_object_get(run, "boots"));
    return record;
}

static json_t *records_json(const struct compare_record *records, size_t size)
{
    json_t *list = json_array();
    for (size_t i = 0; i < size; i++)
        json_array_append_new(list, record_json(&records[i]));
    return list;
}

static void append_names(json_t *list, json_t *differences)
{
    size_t i;
    const json_t *one;
    json_array_foreach(differences, i, one)
        json_array_append(list, json_object_get(one, "field"));
    json_decref(differences);
}

/* A field that one side doesn't tell can't show that the platform is the same. */
static json_t *platform_differs(const struct compare_record *records, size_t size)
{
    json_t *fields = compare_fields(records, size, "platform"), *list = json_array();
    append_names(list, compare_fields_different(fields));
    append_names(list, compare_fields_unknown(fields));
    json_decref(fields);
    return list;
}

json_t *compare_make(const struct compare_record *records, size_t size, size_t base)
{
    json_t *subject = compare_fields(records, size, "subject");
    json_t *cells = compare_cells(records, size, base);
    json_t *made = json_pack(
        "{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", COMPARE_SCHEMA, "base",
        (json_int_t)base, "records", records_json(records, size), "platform_differs",
        platform_differs(records, size), "subject_differs", compare_fields_different(subject),
        "subject_unknown", compare_fields_unknown(subject), "cells", json_incref(cells),
        "changed_state", compare_changed_state(cells, records), "changed_entries",
        compare_changed_entries(cells, records));
    json_decref(cells);
    json_decref(subject);
    return made;
}

/* "cpu_model (17 in a, 26 in b)" for a field of the platform; the values as JSON has them. */
static void put_field(const json_t *comparison, const char *field, FILE *out)
{
    size_t i;
    const json_t *record;
    fprintf(out, "%s (", field);
    json_array_foreach(json_object_get(comparison, "records"), i, record) {
        char name[COMPARE_NAME], value[VALUE];
        json_show_string(record, "name", name, sizeof name);
        json_show_string(json_object_get(record, "platform"), field, value, sizeof value);
        fprintf(out, "%s%s in %s", i ? ", " : "", *value ? value : "unknown", name);
    }
    fputc(')', out);
}

static bool same_unit(const json_t *comparison, char *why, size_t size)
{
    const json_t *records = json_object_get(comparison, "records"), *record;
    const json_t *first = json_array_get(records, 0);
    char a[COMPARE_NAME], b[COMPARE_NAME];
    size_t i;
    json_array_foreach(records, i, record) {
        if (json_equal(json_object_get(record, "unit"), json_object_get(first, "unit")))
            continue;
        text_say(why, size,
                 "%s holds %s and %s holds %s; compare records of one unit with each other",
                 json_show_string(first, "name", a, sizeof a),
                 json_string_value(json_object_get(first, "unit")),
                 json_show_string(record, "name", b, sizeof b),
                 json_string_value(json_object_get(record, "unit")));
        text_printable(why);
        return false;
    }
    return true;
}

bool compare_comparable(const json_t *comparison, bool across, char *why, size_t size)
{
    const json_t *fields = json_object_get(comparison, "platform_differs");
    size_t i;
    if (!same_unit(comparison, why, size))
        return false;
    if (across || json_array_size(fields) == 0)
        return true;
    char *list = NULL;
    size_t length;
    FILE *out = open_memstream(&list, &length);
    for (i = 0; out && i < json_array_size(fields); i++) {
        fputs(i ? ", " : "", out);
        put_field(comparison, json_string_value(json_array_get(fields, i)), out);
    }
    bool good = out && fclose(out) == 0;
    text_say(why, size, "the records are of different platforms: %s",
             good ? list : "out of memory");
    text_printable(why);
    free(list);
    return false;
}
