/* SPDX-License-Identifier: MIT */
#include "fleet/against/say.h"

#include "fleet/say.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/made.h"
#include "text/show.h"

#include <stdio.h>

enum { MOST_SAID = 4, DIGITS = 4 };

static long count_of(const json_t *object, const char *key)
{
    return (long)json_integer_value(json_object_get(object, key));
}

static long size_of(const json_t *document, const char *key)
{
    return count_of(json_object_get(document, key), "size");
}

char *changes_say_counts(const json_t *document)
{
    struct made_text t;
    long hosts = count_of(document, "hosts");
    const json_t *counts = json_object_get(document, "counts");
    if (!made_begin(&t))
        return NULL;
    fprintf(t.out, "%ld host%s in both", hosts, hosts == 1 ? "" : "s");
    static const char *const kinds[][2] = {
        {"worse", "changed for the worse"}, {"changed", "changed"}, {"unchanged", "as before"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (count_of(counts, kinds[i][0]))
            fprintf(t.out, ", %ld %s", count_of(counts, kinds[i][0]), kinds[i][1]);
    if (size_of(document, "copied"))
        fprintf(t.out, "; %ld with the same record in both", size_of(document, "copied"));
    if (size_of(document, "came"))
        fprintf(t.out, "; %ld came", size_of(document, "came"));
    if (size_of(document, "left"))
        fprintf(t.out, "; %ld left", size_of(document, "left"));
    return made_end(&t);
}

char *changes_say_hosts(const json_t *hosts)
{
    struct made_text t;
    if (!count_of(hosts, "size") || !made_begin(&t))
        return NULL;
    fleet_put_hosts(hosts, t.out);
    return made_end(&t);
}

static size_t count_verdict(const json_t *cells, const char *verdict)
{
    size_t i, count = 0;
    const json_t *cell;
    json_array_foreach(cells, i, cell)
        count += json_is(cell, "verdict", verdict);
    return count;
}

/* ": vdso:time 1.21, ..., 3 more", the ratios of the cells of that verdict. */
static void put_ratios(const json_t *cells, const char *verdict, FILE *out)
{
    size_t i, said = 0, all = count_verdict(cells, verdict);
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        char number[SHOW_NUMBER];
        if (!json_is(cell, "verdict", verdict) || said == MOST_SAID)
            continue;
        fprintf(out, "%s%s %s times", said ? ", " : ": ", json_text_of(cell, "cell"),
                show_number(json_number_of(cell, "ratio"), 3, number));
        said++;
    }
    if (all > said)
        fprintf(out, ", %zu more", all - said);
}

static void put_times(const json_t *change, FILE *out)
{
    static const char *const verdicts[][2] = {
        {"regression", "slower"}, {"improvement", "faster"}, {"inconclusive", "undecided"}};
    const json_t *cells = json_object_get(change, "cells");
    const json_t *untimed = json_object_get(change, "untimed");
    size_t said = 0;
    if (json_is_string(untimed)) {
        fprintf(out, "; times not judged: %s", json_string_value(untimed));
        return;
    }
    fprintf(out, "; of %zu times of %ld hosts ", json_array_size(cells), count_of(change, "timed"));
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        size_t own = count_verdict(cells, verdicts[i][0]);
        if (!own)
            continue;
        fprintf(out, "%s%zu %s", said ? "; " : "", own, verdicts[i][1]);
        if (i < 2)
            put_ratios(cells, verdicts[i][0], out);
        said++;
    }
    if (!said)
        fputs("none slower or faster", out);
}

char *changes_say_change(const json_t *change)
{
    struct made_text t;
    const json_t *group = json_object_get(change, "group");
    if (!made_begin(&t))
        return NULL;
    fprintf(t.out, "%s, %ld host%s", json_text_of(change, "verdict"), count_of(change, "size"),
            count_of(change, "size") == 1 ? "" : "s");
    if (json_is_integer(group))
        fprintf(t.out, " of group %ld", (long)json_integer_value(group));
    fputs(": ", t.out);
    fleet_put_hosts(change, t.out);
    if (!fleet_put_fields(json_object_get(change, "fields"), "before", " before", "; ", t.out))
        fputs("; no exact fact changed", t.out);
    put_times(change, t.out);
    return made_end(&t);
}

const char *const changes_columns[CHANGES_COLUMNS] = {"cell",   "unit", "verdict", "hosts",
                                                      "before", "now",  "times",   "interval"};

static void show_interval(const json_t *cell, char *text, size_t size)
{
    char lo[SHOW_NUMBER], hi[SHOW_NUMBER];
    if (!json_is_number(json_object_get(cell, "lo")))
        snprintf(text, size, "-");
    else
        snprintf(text, size, "%s..%s", show_number(json_number_of(cell, "lo"), DIGITS, lo),
                 show_number(json_number_of(cell, "hi"), DIGITS, hi));
}

void changes_column_text(const json_t *cell, int column, char *text, size_t size)
{
    static const char *const keys[CHANGES_COLUMNS] = {"cell",   "unit", "verdict", NULL,
                                                      "before", "now",  "ratio",   NULL};
    if (column < 3)
        json_show_string(cell, keys[column], text, size);
    else if (column == 3)
        snprintf(text, size, "%ld", count_of(cell, "hosts"));
    else if (keys[column])
        json_show_value(json_object_get(cell, keys[column]), DIGITS, text, size);
    else
        show_interval(cell, text, size);
}
