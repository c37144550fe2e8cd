/* SPDX-License-Identifier: MIT */
#include "compare/words.h"

#include "report/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 128 };

/* What is to be said of one cell in one record, as a text: two that are equal are said once. */
typedef void (*say)(FILE *out, const json_t *value);

static void say_state(FILE *out, const json_t *value)
{
    const char *state = json_string_value(json_object_get(value, "state"));
    const char *reason = json_string_value(json_object_get(value, "reason"));
    bool measured = state && strcmp(state, "measured") == 0;
    fputs(state ? state : "absent", out);
    if (reason && !measured)
        fprintf(out, ": %s", reason);
}

static void say_entries(FILE *out, const json_t *value)
{
    char text[WORD];
    report_entries(json_object_get(value, "entries"), text, sizeof text);
    fputs(text, out);
}

static char *said(say one, const json_t *value)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    one(out, value);
    fclose(out);
    return text;
}

/* What is said, to the names of the records of which it is: { "skipped: REASON": "a, b" }. */
static json_t *group(say one, const json_t *values, const struct compare_record *records)
{
    json_t *groups = json_object();
    const json_t *value;
    size_t i;
    json_array_foreach(values, i, value) {
        char *text = said(one, value);
        const char *before = text ? json_string_value(json_object_get(groups, text)) : NULL;
        if (text)
            json_object_set_new(
                groups, text,
                json_sprintf("%s%s%s", before ? before : "", before ? ", " : "", records[i].name));
        free(text);
    }
    return groups;
}

/* "measured in a, b; skipped in c: REASON" */
static json_t *state_sentence(json_t *groups)
{
    json_t *sentence = json_string(""), *names;
    const char *text;
    json_object_foreach(groups, text, names) {
        const char *so_far = json_string_value(sentence), *colon = strchr(text, ':');
        int state = colon ? (int)(colon - text) : (int)strlen(text);
        json_t *longer = json_sprintf("%s%s%.*s in %s%s", so_far, *so_far ? "; " : "", state, text,
                                      json_string_value(names), text + state);
        json_decref(sentence);
        sentence = longer;
    }
    return sentence;
}

/* "kernel entries per call 0 in a; 1 in b" */
static json_t *entries_sentence(json_t *groups)
{
    json_t *sentence = json_string("kernel entries per call"), *names;
    const char *text, *comma = "";
    json_object_foreach(groups, text, names) {
        json_t *longer = json_sprintf("%s%s %s in %s", json_string_value(sentence), comma, text,
                                      json_string_value(names));
        json_decref(sentence);
        sentence = longer;
        comma = ";";
    }
    return sentence;
}

/* Adds the cell's name to those of which the same is said. */
static void file_under(json_t *sentences, const json_t *sentence, const char *cell)
{
    const char *text = json_string_value(sentence);
    if (!text)
        return;
    json_t *cells = json_object_get(sentences, text);
    if (!cells)
        json_object_set_new(sentences, text, cells = json_array());
    json_array_append_new(cells, json_string(cell));
}

/* "CELL, CELL: SENTENCE" */
static json_t *with_cells(const char *sentence, const json_t *cells)
{
    char *text = NULL;
    size_t size, i;
    const json_t *cell;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    json_array_foreach(cells, i, cell)
        fprintf(out, "%s%s", i ? ", " : "", json_string_value(cell));
    fprintf(out, ": %s", sentence);
    json_t *whole = fclose(out) == 0 ? json_string(text) : NULL;
    free(text);
    return whole;
}

static json_t *in_words(json_t *sentences)
{
    json_t *list = json_array(), *cells;
    const char *text;
    json_object_foreach(sentences, text, cells)
        json_array_append_new(list, with_cells(text, cells));
    json_decref(sentences);
    return list;
}

static bool states_differ(const json_t *values)
{
    const json_t *first = json_object_get(json_array_get(values, 0), "state"), *value;
    size_t i;
    json_array_foreach(values, i, value)
        if (!json_equal(json_object_get(value, "state"), first))
            return true;
    return false;
}

json_t *compare_changed_state(const json_t *cells, const struct compare_record *records)
{
    json_t *sentences = json_object(), *cell;
    size_t i;
    json_array_foreach(cells, i, cell) {
        const json_t *values = json_object_get(cell, "values");
        if (!states_differ(values))
            continue;
        json_t *groups = group(say_state, values, records), *sentence = state_sentence(groups);
        file_under(sentences, sentence, json_string_value(json_object_get(cell, "cell")));
        json_decref(sentence);
        json_decref(groups);
    }
    return in_words(sentences);
}

json_t *compare_changed_entries(const json_t *cells, const struct compare_record *records)
{
    json_t *sentences = json_object(), *cell;
    size_t i;
    json_array_foreach(cells, i, cell) {
        json_t *groups = group(say_entries, json_object_get(cell, "values"), records);
        json_object_del(groups, "-"); /* unknown */
        json_t *sentence = json_object_size(groups) > 1 ? entries_sentence(groups) : NULL;
        file_under(sentences, sentence, json_string_value(json_object_get(cell, "cell")));
        json_decref(sentence);
        json_decref(groups);
    }
    return in_words(sentences);
}
