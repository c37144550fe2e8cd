/* SPDX-License-Identifier: MIT */
#include "cmd/gate/read.h"

#include "cmd/parallel.h"
#include "compare/names.h"
#include "gate/gate.h"
#include "judge/counts.h"
#include "record/open.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

enum { AHEAD = 8 }; /* few, so that they need little memory */

/* A record that was read, of which nothing has been said yet. */
struct reading {
    json_t *report; /* NULL: error says why */
    bool torn;
    char error[GATE_ERROR];
};

/* What is read at once. */
struct ahead {
    char *const *paths;
    bool counts;
    struct reading readings[AHEAD];
};

static bool some_have(const json_t *cells, const char *key, const char *value)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        const json_t *own = json_object_get(cell, key);
        if (own && (!value || strcmp(json_string_value(own), value) == 0))
            return true;
    }
    return false;
}

static size_t listed(const json_t *line)
{
    return json_array_size(json_object_get(json_object_get(line, "run"), "inject"));
}

/* By any trace that --inject leaves, whatever the others say. */
static bool injected(const struct record *r)
{
    return listed(r->manifest) || listed(r->summary) ||
           some_have(json_object_get(r->manifest, "cells"), "role", "inject") ||
           some_have(json_object_get(r->summary, "cells"), "injected_ns", NULL);
}

/* The report with what else a gate wants to know of its record. */
static json_t *report_of(const struct record *r)
{
    json_t *report = summary_report(r), *machine = json_object_get(r->manifest, "machine");
    json_t *boot = json_object_get(json_object_get(machine, "rest"), "boot_id");
    json_object_set_new(report, "injected", json_boolean(injected(r)));
    if (report && boot)
        json_object_set(json_object_get(report, "machine"), "boot_id", boot);
    return report;
}

/* The record in *kept, unless that is NULL. */
static void read_report(const char *path, bool counts, struct record *kept, struct reading *to)
{
    struct record r;
    enum record_depth depth = counts ? RECORD_COUNTS : RECORD_SUMMARY;
    to->report = NULL;
    if (record_read(path, depth, &r, to->error, sizeof to->error) != 0)
        return;
    to->torn = r.torn;
    to->report = report_of(&r);
    if (to->report && counts && record_counts_instructions(&r))
        json_object_set_new(to->report, "counts", gate_counts(&r));
    if (to->report && kept)
        *kept = r;
    else
        record_free(&r);
    if (!to->report)
        strcpy(to->error, "out of memory");
}

/* Says what is wrong or torn. The report. */
static json_t *say_reading(const char *command, const char *path, const struct reading *r)
{
    if (!r->report)
        cmd_error(command, "%s", r->error);
    else if (r->torn)
        cmd_error(command, "the last line of %s is torn; the lines before it are used", path);
    return r->report;
}

json_t *gate_read(const char *command, const char *path, bool counts, struct record *kept)
{
    struct reading r;
    read_report(path, counts, kept, &r);
    return say_reading(command, path, &r);
}

static bool read_one(void *arg, size_t i)
{
    struct ahead *a = arg;
    read_report(a->paths[i], a->counts, NULL, &a->readings[i]);
    return true;
}

/* So many records at once. */
static int take_some(const char *command, struct ahead *a, size_t size,
                     const char (*names)[COMPARE_NAME], gate_take *take, void *arg)
{
    int code = EXIT_OK;
    parallel_each(size, read_one, a);
    for (size_t i = 0; i < size; i++) {
        json_t *report = a->readings[i].report;
        if (code == EXIT_OK)
            code = say_reading(command, a->paths[i], &a->readings[i]) ? take(arg, names[i], report)
                                                                      : EXIT_USAGE;
        json_decref(report);
    }
    return code;
}

int gate_each(const char *command, char *const *paths, int size, bool counts, gate_take *take,
              void *arg)
{
    if (size < 1)
        return cmd_error(command,
                         "name the records that are to be judged, or - for standard input");
    char(*names)[COMPARE_NAME] = calloc((size_t)size, sizeof *names);
    if (!names)
        return cmd_error(command, "out of memory");
    compare_names(paths, (size_t)size, names);
    int code = EXIT_OK;
    for (int i = 0; i < size && code == EXIT_OK; i += AHEAD) {
        struct ahead a = {.paths = paths + i, .counts = counts};
        size_t some = size - i < AHEAD ? (size_t)(size - i) : AHEAD;
        code = take_some(command, &a, some, (const char(*)[COMPARE_NAME])names + i, take, arg);
    }
    free(names);
    return code;
}

bool gate_injected(const json_t *report)
{
    return !json_is_false(json_object_get(report, "injected"));
}

void gate_note_odd(json_t *answer, const char *name, const json_t *report)
{
    if (gate_injected(report))
        gate_note(answer, "%s: INJECTED by --inject: not this machine's figures.", name);
    if (gate_interrupted(report))
        gate_note(answer,
                  "%s: its run ended early; what is judged is of fewer rounds than it asked for.",
                  name);
}

bool gate_interrupted(const json_t *report)
{
    const json_t *run = json_object_get(report, "run");
    return json_is_true(json_object_get(run, "interrupted"));
}
