/* SPDX-License-Identifier: MIT */
#include "gate/explain.h"

#include "machine/sysfile.h"
#include "text/json.h"
#include "text/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAMED = 6 };
#define MOST_INSTRUCTIONS 1000000000000 /* of a function; keeps sums within 64 bits */

json_t *explain_read(const char *path, char *error, size_t size)
{
    size_t length;
    char *text = sysfile_bytes("", path, &length);
    json_t *document = text ? json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    free(text);
    if (json_is(document, "schema", EXPLAIN_SCHEMA))
        return document;
    text_say(error, size, "%s is not what scripts/explain --format json prints", path);
    json_decref(document);
    return NULL;
}

static const json_t *cell_of(const json_t *document, const json_t *row)
{
    const json_t *cell;
    size_t i;
    json_array_foreach(json_object_get(document, "cells"), i, cell)
        if (json_equal(json_object_get(cell, "cell"), json_object_get(row, "cell")))
            return cell;
    return NULL;
}

/* Instructions in each function itself, all its calls together. The parser bounds the depth
 * (JSON_PARSER_MAX_DEPTH). */
static void add_functions(const json_t *node, json_t *functions)
{
    const char *name = json_string_value(json_object_get(node, "name"));
    json_int_t self = json_integer_value(json_object_get(node, "self"));
    const json_t *child;
    size_t i;
    if (self < 0 || self > MOST_INSTRUCTIONS)
        self = 0;
    if (name)
        self += json_integer_value(json_object_get(functions, name));
    if (name)
        json_object_set_new(functions, name, json_integer(self));
    json_array_foreach(json_object_get(node, "children"), i, child)
        add_functions(child, functions);
}

static json_t *functions_of(const json_t *cell)
{
    json_t *functions = json_object();
    add_functions(json_object_get(cell, "tree"), functions);
    return functions;
}

/* Those of the one list whose count the other has otherwise, or not at all. */
static void add_differing(json_t *list, json_t *old, json_t *now)
{
    const char *name;
    json_t *count, *all = json_copy(old);
    json_object_update_missing(all, now);
    json_object_foreach(all, name, count) {
        json_int_t was = json_integer_value(json_object_get(old, name));
        json_int_t is_now = json_integer_value(json_object_get(now, name));
        if (was != is_now)
            json_array_append_new(
                list, json_pack("{s:s, s:I, s:I}", "name", name, "old", was, "new", is_now));
    }
    json_decref(all);
}

/* "by function: entry_SYSCALL_64 27 to 37, do_syscall_64 40 to 41 and 2 more" */
static char *in_words(const json_t *list)
{
    char *text = NULL;
    size_t size, i;
    const json_t *one;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    json_array_foreach(list, i, one)
        if (i < NAMED)
            fprintf(out, "%s %s %lld to %lld",
                    i ? "," : "by function:", json_string_value(json_object_get(one, "name")),
                    (long long)json_integer_value(json_object_get(one, "old")),
                    (long long)json_integer_value(json_object_get(one, "new")));
    if (i > NAMED)
        fprintf(out, " and %zu more", i - NAMED);
    return fclose(out) == 0 ? text : (free(text), NULL);
}

static bool explains(const json_t *cell, const json_t *row, const char *key)
{
    const json_t *count = json_object_get(cell, "instructions");
    const json_t *judged = json_object_get(row, key);
    return json_is_number(count) && json_is_number(judged) &&
           json_number_value(count) == json_number_value(judged);
}

static void explain_row(json_t *row, const json_t *old, const json_t *now)
{
    const json_t *before = cell_of(old, row), *after = cell_of(now, row);
    if (!explains(before, row, "old") || !explains(after, row, "new"))
        return;
    json_t *list = json_array(), *was = functions_of(before), *is_now = functions_of(after);
    add_differing(list, was, is_now);
    char *words = json_array_size(list) ? in_words(list) : NULL;
    if (words)
        json_object_set_new(row, "reason", json_string(words));
    free(words);
    json_object_set_new(row, "functions", list);
    json_decref(was);
    json_decref(is_now);
}

void explain_differences(json_t *answer, const json_t *old, const json_t *now)
{
    json_t *row;
    size_t i;
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (json_is(row, "check", "instructions") && json_is(row, "verdict", "regression"))
            explain_row(row, old, now);
}
