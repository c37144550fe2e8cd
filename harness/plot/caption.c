/* SPDX-License-Identifier: MIT */
#include "plot/caption.h"
#include "plot/svg.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WRAP = 140, MAX_NOTES = 12, MAX_LISTED = 900 };

static void put_clean(FILE *out, const char *before, const char *text)
{
    if (!*text)
        return;
    fputs(before, out);
    plot_put(out, text);
}

static size_t launches(const struct record *r)
{
    size_t most = 0;
    for (size_t i = 0; i < r->samples.size; i++)
        if (r->samples.data[i].launch >= most)
            most = r->samples.data[i].launch + 1;
    return most;
}

static bool has_intervals(const struct plot *p)
{
    for (size_t i = 0; i < p->size; i++)
        if (isfinite(p->cells[i].lo) && isfinite(p->cells[i].hi))
            return true;
    return false;
}

static void put_sample_size(const struct plot *p, size_t headline, FILE *out)
{
    const json_t *run = json_object_get(p->report, "run");
    size_t n = launches(p->record);
    fprintf(out, "n = %zu launch%s, %zu rounds; ", n, n == 1 ? "" : "es", p->record->rounds);
    if (headline)
        fputs(has_intervals(p) ? "bars: 95 % intervals over launches, where wider than a dot; "
                               : "no intervals; ",
              out);
    double dropped = json_number_value(json_object_get(run, "discarded"));
    fprintf(out, "%.1f %% of blocks dropped", 100 * dropped);
    if (json_is(run, "timebase", "raw"))
        fputs("; timed by CLOCK_MONOTONIC_RAW", out);
    if (json_array_size(json_object_get(run, "inject")))
        fputs("; INJECTED by --inject: not this machine's figures", out);
}

static void put_machine(const struct plot *p, size_t unused, FILE *out)
{
    (void)unused;
    const json_t *machine = json_object_get(p->report, "machine");
    put_clean(out, "", json_text_of(machine, "cpu"));
    put_clean(out, ", hypervisor interface ", json_text_of(machine, "hypervisor"));
    put_clean(out, "; Linux ", json_text_of(machine, "kernel"));
    put_clean(out, "; clocksource ", json_text_of(machine, "clocksource"));
    put_clean(out, "; vsyscall=", json_text_of(machine, "vsyscall_mode"));
}

void plot_wrapped(FILE *out, int kind, const char *text)
{
    while (*text) {
        size_t length = strlen(text);
        if (length > WRAP) {
            for (length = WRAP; length && text[length] != ' ';)
                length--;
            length = length ? length : WRAP;
        }
        fprintf(out, "%d\t%.*s\n", kind, (int)length, text);
        text += length;
        text += *text == ' ';
    }
}

void plot_line(FILE *out, int kind, const char *text)
{
    char *clean = plot_clean_copy(text);
    plot_wrapped(out, kind, clean ? clean : "out of memory");
    free(clean);
}

/* True where an earlier cell has this reason. */
static bool said_before(const json_t *cells, size_t at, const char *reason)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(json_text_of(json_array_get(cells, i), "reason"), reason) == 0)
            return true;
    return false;
}

/* "not measured: CELL, CELL - reason", for the cell at that place and all with the same reason. */
static void put_skipped(const struct plot *p, size_t at, FILE *out)
{
    const json_t *cells = json_object_get(p->report, "cells"), *first = json_array_get(cells, at);
    const char *reason = json_text_of(first, "reason"), *comma = "";
    size_t more = 0;
    bool failed = json_is(first, "state", "failed");
    fputs(failed ? "failed: " : "not measured: ", out);
    for (size_t i = at; i < json_array_size(cells); i++) {
        const json_t *cell = json_array_get(cells, i);
        if (!json_is(cell, "reason", reason))
            continue;
        if (ftell(out) >= MAX_LISTED)
            more++;
        else
            put_clean(out, comma, json_text_of(cell, "cell"));
        comma = ", ";
    }
    if (more)
        fprintf(out, " and %zu more", more);
    put_clean(out, " - ", reason);
}

/* What put prints, wrapped, as lines below the picture. */
static int put_lines(FILE *out, void (*put)(const struct plot *, size_t, FILE *),
                     const struct plot *p, size_t at)
{
    char *made = NULL;
    size_t size;
    FILE *line = open_memstream(&made, &size);
    if (!line)
        return -ENOMEM;
    put(p, at, line);
    int rc = fclose(line) == 0 ? 0 : -ENOMEM;
    if (rc == 0)
        plot_wrapped(out, PLOT_BELOW, made);
    free(made);
    return rc;
}

static int put_notes(const struct plot *p, FILE *out)
{
    const json_t *cell, *cells = json_object_get(p->report, "cells");
    size_t i, notes = 0;
    int rc = 0;
    json_array_foreach(cells, i, cell) {
        const char *reason = json_text_of(cell, "reason");
        if (!*reason || said_before(cells, i, reason))
            continue;
        if (notes++ == MAX_NOTES) {
            plot_wrapped(out, PLOT_BELOW, "more was not measured: systoll report lists it");
            break;
        }
        rc = rc ? rc : put_lines(out, put_skipped, p, i);
    }
    return rc;
}

int plot_write(const struct picture *picture, const struct plot *p, int dir)
{
    int rc = picture->write(p, dir);
    if (rc < 0)
        return rc;
    FILE *out = plot_file(dir, picture->name, "-text.tsv");
    if (!out)
        return -errno;
    bool headline = picture == &picture_headline;
    plot_wrapped(out, PLOT_TITLE, picture->title);
    plot_wrapped(out, PLOT_BELOW, picture->description);
    rc = put_lines(out, put_sample_size, p, headline);
    rc = rc ? rc : put_lines(out, put_machine, p, 0);
    if (headline && rc == 0)
        rc = put_notes(p, out);
    int end = plot_end(out);
    return rc ? rc : end;
}

static void put_values(const struct plot *p, FILE *out)
{
    for (size_t i = 0; i < p->size; i++) {
        const struct plot_cell *c = &p->cells[i];
        char value[32];
        fprintf(out, " %s %s%s%s %s%s;", c->path_name, c->call_name, *c->detail ? " " : "",
                c->detail, plot_number(value, sizeof value, c->value),
                p->instructions ? "" : " ns");
    }
}

char *plot_describe(const struct picture *picture, const struct plot *p)
{
    char *made = NULL;
    size_t size;
    bool headline = picture == &picture_headline;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s ", picture->description);
    put_sample_size(p, headline, out);
    fputs(". ", out);
    put_machine(p, 0, out);
    fputc('.', out);
    if (headline)
        put_values(p, out);
    if (fclose(out) == 0)
        return made;
    free(made);
    return NULL;
}
