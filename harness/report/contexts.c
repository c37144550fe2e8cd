/* SPDX-License-Identifier: MIT */
#include "report/contexts.h"

#include "report/columns.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/show.h"
#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 3, MOST_NAMED = 12 };

static void add_name(json_t *names, json_t *name)
{
    size_t i;
    const json_t *one;
    json_array_foreach(names, i, one)
        if (json_equal(one, name))
            return;
    json_array_append(names, name);
}

static bool has_context(const struct contexts *c, const json_t *row)
{
    size_t i;
    const json_t *name;
    json_array_foreach(c->names, i, name)
        if (contexts_effect(c, row, json_string_value(name)))
            return true;
    return false;
}

void contexts_of(const json_t *report, struct contexts *c)
{
    *c = (struct contexts){json_array(), json_array(), json_object(), false};
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(report, "cells"), i, cell) {
        json_object_set(c->cells, json_text_of(cell, "cell"), cell);
        const json_t *effect = json_object_get(cell, "to_hot");
        c->counted |= isfinite(json_number_of(effect, "added_instructions"));
        if (effect && *json_text_of(cell, "context"))
            add_name(c->names, json_object_get(cell, "context"));
    }
    json_array_foreach(json_object_get(report, "cells"), i, cell)
        if (json_is(cell, "context", "hot") && has_context(c, cell))
            json_array_append(c->rows, cell);
}

void contexts_free(struct contexts *c)
{
    json_decref(c->names);
    json_decref(c->rows);
    json_decref(c->cells);
}

static const json_t *cell_in(const struct contexts *c, const json_t *row, const char *name)
{
    char *whole;
    if (asprintf(&whole, "%s@%s", json_text_of(row, "cell"), name) < 0)
        return NULL;
    const json_t *cell = json_object_get(c->cells, whole);
    free(whole);
    return cell;
}

const json_t *contexts_effect(const struct contexts *c, const json_t *row, const char *name)
{
    return json_object_get(cell_in(c, row, name), "to_hot");
}

void contexts_ratio(const json_t *effect, char *text, size_t size)
{
    bool same = json_is_false(json_object_get(effect, "distinguishable"));
    char ratio[COLUMN_TEXT];
    json_show_value(json_object_get(json_object_get(effect, "ratio"), "estimate"), DIGITS, ratio,
                    sizeof ratio);
    snprintf(text, size, "%s%s", same ? "~" : "", ratio);
}

void contexts_change(const json_t *effect, char *text, size_t size)
{
    double more = json_number_of(effect, "added_instructions");
    char number[SHOW_NUMBER];
    if (isfinite(more))
        snprintf(text, size, "%s%s", more > 0 ? "+" : "", show_short(more, 2 * DIGITS, number));
    else
        contexts_ratio(effect, text, size);
}

const char *contexts_title(const struct contexts *c)
{
    return c->counted ? "instructions more" : "x hot";
}

/* "syscall:getppid@ptrace 3 instead of 1" */
static void put_change(FILE *out, const json_t *hot, const json_t *cell)
{
    char name[COLUMN_TEXT], own[COLUMN_TEXT], before[COLUMN_TEXT];
    report_entries(json_object_get(cell, "counters"), own, sizeof own);
    report_entries(json_object_get(hot, "counters"), before, sizeof before);
    fprintf(out, "%s %s instead of %s", json_show_string(cell, "cell", name, sizeof name), own,
            before);
}

struct entries {
    size_t unchanged, changed, unknown;
};

/* Counts them, and names those that have changed. */
static struct entries put_changes(FILE *out, const struct contexts *c)
{
    struct entries n = {0};
    size_t i, k;
    const json_t *row, *name;
    json_array_foreach(c->rows, i, row)
        json_array_foreach(c->names, k, name) {
            const json_t *cell = cell_in(c, row, json_string_value(name));
            const json_t *effect = json_object_get(cell, "to_hot");
            n.unchanged += json_is(effect, "entries", "unchanged");
            n.unknown += effect && !*json_text_of(effect, "entries");
            if (!json_is(effect, "entries", "changed"))
                continue;
            if (n.changed < MOST_NAMED) {
                fputs(n.changed ? ", " : "", out);
                put_change(out, row, cell);
            }
            n.changed++;
        }
    if (n.changed > MOST_NAMED)
        fprintf(out, " and %zu more", n.changed - MOST_NAMED);
    return n;
}

static void put_entries(FILE *out, const struct contexts *c)
{
    char *changes = NULL;
    size_t size;
    FILE *list = open_memstream(&changes, &size);
    if (!list)
        return;
    struct entries n = put_changes(list, c);
    if (fclose(list) == 0 && n.unchanged + n.changed) {
        fprintf(out, " Kernel entries, counted: exactly as hot in %zu of %zu", n.unchanged,
                n.unchanged + n.changed + n.unknown);
        if (n.unknown)
            fprintf(out, ", unknown in %zu", n.unknown);
        fprintf(out, "%s%s.", n.changed ? "; changed in " : "", changes);
    }
    free(changes);
}

char *contexts_legend(const struct contexts *c)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs(c->counted ? "instructions more: of one call than of the same cell hot, exact."
                     : "x hot: cost relative to the same cell hot, from the rounds that have both "
                       "(1.00 = equal). ~: not distinguishable from 1, which the 95 % interval "
                       "holds.",
          out);
    put_entries(out, c);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* What stands in a cell's name before its path, "i386/", and behind its call, "@ssbd"; or "". */
struct named_place {
    const char *context;
    int abi; /* the length of what is before, which the name begins with */
    const char *name;
};

static struct named_place place_of(const json_t *cell)
{
    const char *name = json_text_of(cell, "cell"), *at = strrchr(name, '@');
    const char *slash = strchr(name, '/');
    return (struct named_place){at ? at : "", slash ? (int)(slash + 1 - name) : 0, name};
}

static bool same_place(const json_t *a, const json_t *b)
{
    struct named_place p = place_of(a), q = place_of(b);
    return p.abi == q.abi && strncmp(p.name, q.name, (size_t)p.abi) == 0 &&
           strcmp(p.context, q.context) == 0;
}

static bool same_reason(const json_t *a, const json_t *b)
{
    return json_equal(json_object_get(a, "state"), json_object_get(b, "state")) &&
           json_equal(json_object_get(a, "reason"), json_object_get(b, "reason"));
}

/* The first cell of that one's place, and how many there are; none where their reasons differ. */
static size_t cells_alike(const json_t *cells, const json_t *cell, size_t *first)
{
    size_t i, size = 0;
    const json_t *other;
    json_array_foreach(cells, i, other) {
        if (!same_place(cell, other))
            continue;
        if (!same_reason(cell, other))
            return 0;
        if (!size++)
            *first = i;
    }
    return size;
}

bool contexts_unmeasured(const json_t *report, size_t at, char *name, size_t size)
{
    const json_t *cells = json_object_get(report, "cells"), *cell = json_array_get(cells, at);
    struct named_place place = place_of(cell);
    size_t first = at;
    json_show_string(cell, "cell", name, size);
    if (json_is(cell, "state", "measured"))
        return false;
    if ((!place.abi && !*place.context) || cells_alike(cells, cell, &first) < 2)
        return true;
    text_say(name, size, "%.*s*%s", place.abi, place.name, place.context);
    text_printable(name);
    return first == at;
}
