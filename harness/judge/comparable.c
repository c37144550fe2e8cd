/* SPDX-License-Identifier: MIT */
#include "judge/comparable.h"

#include "compare/fields.h"
#include "judge/unrecorded.h"
#include "text/json_show.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

enum { WORD = 128 };

static bool may_differ(const char *const *fields, const char *field)
{
    for (const char *const *f = fields; f && *f; f++)
        if (strncmp(*f, field, strlen(*f)) == 0 &&
            (field[strlen(*f)] == '\0' || field[strlen(*f)] == '.'))
            return true;
    return false;
}

/* "kernel (6.1 in a, 6.12 in b)" */
static void put_field(const json_t *row, const struct compare_record *records, FILE *out)
{
    const json_t *values = json_object_get(row, "values"), *value;
    const json_t *before = NULL;
    size_t i;
    fprintf(out, "%s (", json_string_value(json_object_get(row, "field")));
    json_array_foreach(values, i, value) {
        char text[WORD];
        if (before && json_equal(before, value))
            continue;
        json_show_text(value, text, sizeof text);
        fprintf(out, "%s%s in %s", before ? ", " : "", json_is_null(value) ? "unknown" : text,
                records[i].name);
        before = value;
    }
    fputc(')', out);
}

/* lacking: the rows are of fields that some of the records don't have. */
static size_t put_fields(json_t *rows, const struct compare_record *records, const char *const *but,
                         bool lacking, size_t before, FILE *out)
{
    size_t i, found = before;
    const json_t *row;
    json_array_foreach(rows, i, row) {
        const char *field = json_string_value(json_object_get(row, "field"));
        if (may_differ(but, field) || (lacking && unrecorded_is_equal(field)))
            continue;
        fputs(found++ ? ", " : "", out);
        put_field(row, records, out);
    }
    json_decref(rows);
    return found;
}

static const json_t *fact_of(const struct compare_record *r, const char *object, const char *key)
{
    return json_object_get(json_object_get(r->report, object), key);
}

static bool all_equal(const struct compare_record *records, size_t size, const char *object,
                      const char *key)
{
    for (size_t i = 1; i < size; i++)
        if (!json_equal(fact_of(&records[0], object, key), fact_of(&records[i], object, key)))
            return false;
    return true;
}

char *gate_subject_differences(const struct compare_record *records, size_t size,
                               const char *const *but)
{
    char *text = NULL;
    size_t length;
    if (all_equal(records, size, "machine", "subject"))
        return strdup("");
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    json_t *fields = compare_fields(records, size, "subject");
    size_t found = put_fields(compare_fields_different(fields), records, but, false, 0, out);
    put_fields(compare_fields_unknown(fields), records, but, true, found, out);
    json_decref(fields);
    return fclose(out) == 0 ? text : NULL;
}

static bool same_timebase(const struct compare_record *records, size_t size, char *why,
                          size_t why_size)
{
    const json_t *first = json_object_get(json_object_get(records->report, "run"), "timebase");
    for (size_t i = 1; i < size; i++) {
        const json_t *own = json_object_get(json_object_get(records[i].report, "run"), "timebase");
        if (json_equal(first, own))
            continue;
        text_say(why, why_size, "%s was timed by %s and %s by %s", records->name,
                 json_string_value(first), records[i].name, json_string_value(own));
        return false;
    }
    return true;
}

/* The comparison's document is made for the sentence alone. */
bool gate_same_machine(const struct compare_record *records, size_t size, char *why,
                       size_t why_size)
{
    if (all_equal(records, size, "machine", "platform") &&
        all_equal(records, size, "run", "timebase"))
        return true;
    text_say(why, why_size, "out of memory");
    json_t *comparison = compare_make(records, size, 0);
    bool good = comparison && compare_comparable(comparison, false, why, why_size) &&
                same_timebase(records, size, why, why_size);
    json_decref(comparison);
    return good;
}
