/* SPDX-License-Identifier: MIT */
#include "compare/names.h"

#include "text/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 8 }; /* for a number */

/* A path's last part without .jsonl. A command line may hold any bytes, JSON holds UTF-8. */
static void stem_of(const char *path, char *stem, size_t size)
{
    const char *slash = strrchr(path, '/');
    const char *name = strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path;
    const char *end = strstr(name, ".jsonl");
    text_say(stem, size, "%.*s", end && end != name ? (int)(end - name) : (int)strlen(name), name);
    text_utf8(stem);
}

static bool separates(char c)
{
    return c == '-' || c == '_' || c == '.' || c == '+';
}

/* How much of the first name, up to and with a separator, all others begin with too. */
static size_t common_begin(char (*names)[COMPARE_NAME], size_t size)
{
    size_t whole = 0;
    for (size_t at = 0; names[0][at]; at++) {
        for (size_t i = 1; i < size; i++)
            if (names[i][at] != names[0][at])
                return whole;
        if (separates(names[0][at]))
            whole = at + 1;
    }
    return 0; /* all are the same, or one is the beginning of the others */
}

/* The same from the end. */
static size_t common_end(char (*names)[COMPARE_NAME], size_t size)
{
    size_t whole = 0, length = strlen(names[0]);
    for (size_t at = 0; at < length; at++) {
        char c = names[0][length - 1 - at];
        for (size_t i = 1; i < size; i++) {
            size_t own = strlen(names[i]);
            if (at >= own || names[i][own - 1 - at] != c)
                return whole;
        }
        if (separates(c))
            whole = at + 1;
    }
    return 0;
}

static void shorten(char (*names)[COMPARE_NAME], size_t size)
{
    size_t begin = size > 1 ? common_begin(names, size) : 0;
    for (size_t i = 0; i < size; i++)
        memmove(names[i], names[i] + begin, strlen(names[i]) - begin + 1);
    size_t end = size > 1 ? common_end(names, size) : 0;
    for (size_t i = 0; i < size; i++)
        if (strlen(names[i]) <= end)
            return;
    for (size_t i = 0; i < size; i++)
        names[i][strlen(names[i]) - end] = '\0';
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether each has a name of its own; they may be many. */
static bool all_differ(char (*names)[COMPARE_NAME], size_t size)
{
    char **sorted = calloc(size + 1, sizeof *sorted);
    bool good = sorted;
    for (size_t i = 0; good && i < size; i++)
        sorted[i] = names[i];
    if (good)
        qsort(sorted, size, sizeof *sorted, by_text);
    for (size_t i = 0; good && i < size; i++)
        good = *sorted[i] && !(i && strcmp(sorted[i - 1], sorted[i]) == 0);
    free(sorted);
    return good;
}

static void put_number(char *name, size_t number)
{
    char prefix[ROOM];
    int length = snprintf(prefix, sizeof prefix, "%zu:", number % 1000000);
    memmove(name + length, name, strlen(name) + 1);
    memcpy(name, prefix, (size_t)length);
}

/* Sentences and lists name records: one that looks like more than a name is quoted. */
static void quote_odd(char name[COMPARE_NAME])
{
    char bare[COMPARE_NAME];
    if (!strstr(name, ": ") && !strstr(name, ", ") && !strchr(name, '|'))
        return;
    text_fit(bare, sizeof bare - 2, name);
    text_say(name, COMPARE_NAME, "'%s'", bare);
}

void compare_names(char *const *paths, size_t size, char (*names)[COMPARE_NAME])
{
    for (size_t i = 0; i < size; i++)
        stem_of(paths[i], names[i], COMPARE_NAME - ROOM);
    shorten(names, size);
    bool numbered = !all_differ(names, size);
    for (size_t i = 0; i < size && numbered; i++)
        put_number(names[i], i + 1);
    for (size_t i = 0; i < size; i++)
        quote_odd(names[i]);
}

/* Names that a line has room for; of more, the others are named or counted. */
enum { NAMES = 4 };

static void put_list(const json_t *names, FILE *out)
{
    size_t i;
    const json_t *name;
    json_array_foreach(names, i, name) {
        fprintf(out, "%s%s", i ? ", " : "", json_string_value(name));
        if (i + 2 == NAMES && json_array_size(names) > NAMES) {
            fprintf(out, " and %zu more", json_array_size(names) - NAMES + 1);
            return;
        }
    }
}

static bool has_name(const json_t *names, const json_t *name)
{
    size_t i;
    const json_t *one;
    json_array_foreach(names, i, one)
        if (json_equal(one, name))
            return true;
    return false;
}

void compare_put_names(const json_t *records, const json_t *names, FILE *out)
{
    json_t *others = json_array();
    size_t i;
    const json_t *record;
    json_array_foreach(records, i, record)
        if (!has_name(names, json_object_get(record, "name")))
            json_array_append(others, json_object_get(record, "name"));
    bool many = json_array_size(names) > NAMES;
    if (many && json_array_size(others) == 0)
        fprintf(out, "all %zu", json_array_size(records));
    else if (many && json_array_size(others) <= NAMES)
        fputs("all but ", out);
    if (!many || json_array_size(others) > NAMES)
        put_list(names, out);
    else
        put_list(others, out);
    json_decref(others);
}
