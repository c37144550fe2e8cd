/* SPDX-License-Identifier: MIT */
#include "gate/reasons.h"

#include "gate/texts.h"
#include "stats/judge.h"
#include "text/json_show.h"

#include <stdlib.h>
#include <string.h>

/* "VERDICT|CHECK of RECORD: REASON", to be freed; NULL where it has no reason. */
static char *key_of(const json_t *row)
{
    char *check = json_show_whole(json_object_get(row, "check"));
    char *record = json_show_whole(json_object_get(row, "record"));
    char *reason = json_show_whole(json_object_get(row, "reason")), *key = NULL;
    if (check && record && reason && *reason &&
        asprintf(&key, "%s|%s of %s: %s", verdict_name(gate_verdict(row)), check, record, reason) <
            0)
        key = NULL;
    free(check);
    free(record);
    free(reason);
    return key;
}

/* Adds the cell to those of which the same is to be said. */
static void file_under(json_t *groups, const json_t *row)
{
    char *key = key_of(row), *cell = json_show_whole(json_object_get(row, "cell"));
    if (key && cell) {
        json_t *cells = json_object_get(groups, key);
        if (!cells)
            json_object_set_new(groups, key, cells = json_array());
        json_array_append_new(cells, json_string(cell));
    }
    free(key);
    free(cell);
}

/* "VERDICT: CELL, CELL (CHECK of RECORD): REASON" */
static json_t *sentence(const char *key, const json_t *cells)
{
    char *text = NULL;
    size_t size, i;
    const json_t *cell;
    const char *bar = strchr(key, '|'), *colon = strstr(bar, ": ");
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%.*s: ", (int)(bar - key), key);
    json_array_foreach(cells, i, cell)
        fprintf(out, "%s%s", i ? ", " : "", json_string_value(cell));
    fprintf(out, " (%.*s)%s", (int)(colon - bar - 1), bar + 1, colon);
    json_t *made = fclose(out) == 0 ? json_string(text) : NULL;
    free(text);
    return made;
}

json_t *gate_reasons(const json_t *answer)
{
    json_t *groups = json_object(), *list = json_array(), *cells;
    const json_t *row;
    const char *key;
    size_t i;
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        file_under(groups, row);
    json_object_foreach(groups, key, cells)
        json_array_append_new(list, sentence(key, cells));
    json_decref(groups);
    return list;
}
