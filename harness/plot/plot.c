/* SPDX-License-Identifier: MIT */
#include "plot/plot.h"

#include "output/output.h"
#include "output/print.h"
#include "plot/svg.h"
#include "stats/estimate.h"
#include "summary/summary.h"
#include "text/json.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct picture *const pictures[] = {
    &picture_headline, &picture_counters, &picture_ecdf, &picture_tail,
    &picture_drift,    &picture_tax,      NULL};
_Static_assert(sizeof pictures / sizeof *pictures - 1 <= PLOT_PICTURES,
               "PLOT_PICTURES is too small");

/* The rows of the palette; a path that is not here gets the row after the last. */
static const char *const styles[] = {"vdso", "libc", "syscall", "int80", "vsyscall", "control"};
enum { STYLES = sizeof styles / sizeof *styles };

static int style_of(const char *path)
{
    int i = 0;
    while (i < STYLES && strcmp(styles[i], path) != 0)
        i++;
    return i + 1;
}

bool plot_is_control(const struct plot_cell *c)
{
    return c->style == STYLES;
}

/* Clock, context, and the ABI where the cell's name begins with one: older records have i386 for
 * int80, which belongs beside the other paths of its call. */
static void fill_detail(struct plot_cell *c, const json_t *cell)
{
    const char *clock = json_text_of(cell, "clock"), *context = json_text_of(cell, "context");
    const char *name = json_text_of(cell, "cell"), *slash = strchr(name, '/');
    bool hot = !*context || strcmp(context, "hot") == 0;
    char raw[2 * PLOT_LINE];
    snprintf(raw, sizeof raw, "%.60s%s%.60s%s%.*s", clock, hot ? "" : " @", hot ? "" : context,
             slash ? " " : "", slash ? (int)(slash - name) % PLOT_WORD : 0, name);
    plot_clean(c->detail, sizeof c->detail, raw + (*raw == ' '));
}

void plot_texts(struct plot_cell *c, const json_t *cell)
{
    c->style = style_of(json_text_of(cell, "path"));
    plot_clean(c->path_name, sizeof c->path_name, json_text_of(cell, "path"));
    plot_clean(c->call_name, sizeof c->call_name, json_text_of(cell, "call"));
    fill_detail(c, cell);
}

/* The report's row of that cell; NULL where it has none. */
static const json_t *find_row(const struct plot *p, const char *name)
{
    const json_t *row, *rows = json_object_get(p->report, "cells");
    size_t i;
    json_array_foreach(rows, i, row)
        if (json_is(row, "cell", name))
            return row;
    return NULL;
}

const json_t *plot_row(const struct plot *p, const struct plot_cell *c)
{
    const json_t *cells = json_object_get(p->record->manifest, "cells");
    return find_row(p, json_text_of(json_array_get(cells, c->index), "cell"));
}

/* Takes what the report says of the cell; false where it was not measured. */
static bool fill_cell(const struct plot *p, struct plot_cell *c, size_t index, const json_t *cell)
{
    const json_t *row = find_row(p, json_text_of(cell, "cell"));
    const json_t *cost = json_object_get(row, p->instructions ? "ticks" : "ns");
    if (json_object_get(row, "to_hot"))
        return false; /* picture_tax shows it beside its hot cell */
    *c = (struct plot_cell){.index = index,
                            .value = json_number_of(cost, "estimate"),
                            .lo = json_number_of(cost, "lo"),
                            .hi = json_number_of(cost, "hi")};
    plot_texts(c, cell);
    return json_is(cell, "role", "cell") && isfinite(c->value) && c->value > 0;
}

bool plot_same_call(const struct plot_cell *a, const struct plot_cell *b)
{
    return strcmp(a->call_name, b->call_name) == 0 && strcmp(a->detail, b->detail) == 0 &&
           plot_is_control(a) == plot_is_control(b);
}

static bool same_path(const struct plot_cell *a, const struct plot_cell *b)
{
    return strcmp(a->path_name, b->path_name) == 0;
}

/* The control is a yardstick, so it comes after all calls; else the record's order stands. */
static int by_control(const void *a, const void *b)
{
    const struct plot_cell *x = a, *y = b;
    int control = plot_is_control(x) - plot_is_control(y);
    return control ? control : (x->index > y->index) - (x->index < y->index);
}

static int by_style(const void *a, const void *b)
{
    const struct plot_cell *x = a, *y = b;
    return x->style != y->style ? x->style - y->style : by_control(a, b);
}

static int by_call_and_value(const void *a, const void *b)
{
    const struct plot_cell *x = a, *y = b;
    if (x->call != y->call)
        return x->call < y->call ? -1 : 1;
    return x->value != y->value ? (x->value < y->value ? -1 : 1) : by_control(a, b);
}

static void number_panels(struct plot *p)
{
    qsort(p->cells, p->size, sizeof *p->cells, by_style);
    for (size_t i = 0, j; i < p->size; i++) {
        for (j = 0; !same_path(&p->cells[j], &p->cells[i]); j++)
            ;
        p->cells[i].path = j < i ? p->cells[j].path : p->paths++;
    }
    qsort(p->cells, p->size, sizeof *p->cells, by_control);
    for (size_t i = 0, j; i < p->size; i++) {
        for (j = 0; !plot_same_call(&p->cells[j], &p->cells[i]); j++)
            ;
        p->cells[i].call = j < i ? p->cells[j].call : p->calls++;
    }
    qsort(p->cells, p->size, sizeof *p->cells, by_call_and_value);
}

static int collect_cells(struct plot *p)
{
    const json_t *cell, *cells = json_object_get(p->record->manifest, "cells");
    size_t i;
    p->cells = calloc(PLOT_MAX_CELLS, sizeof *p->cells);
    if (!p->cells)
        return -ENOMEM;
    json_array_foreach(cells, i, cell) {
        struct plot_cell c;
        if (!fill_cell(p, &c, i, cell))
            continue;
        if (p->size == PLOT_MAX_CELLS)
            return -E2BIG;
        p->cells[p->size++] = c;
    }
    number_panels(p);
    return p->size ? 0 : -ENODATA;
}

static void take_scale(struct plot *p)
{
    const json_t *run = json_object_get(p->report, "run");
    const json_t *machine = json_object_get(p->report, "machine");
    p->instructions = json_is(run, "timebase", "icount");
    double hz = json_number_of(machine, "tsc_hz");
    if (isnan(hz))
        hz = json_number_of(run, "tsc_hz");
    if (isnan(hz))
        hz = json_number_of(json_object_get(p->record->manifest, "run"), "hz");
    if (json_is(run, "timebase", "raw"))
        hz = 1e9;
    p->per_tick = p->instructions ? 1 : 1e9 / hz;
    double empty = json_number_of(run, "empty_ticks");
    p->empty = isnan(empty) ? 0 : empty;
}

int plot_open(struct plot *p, const struct record *r)
{
    *p = (struct plot){.record = r, .report = summary_report(r)};
    if (!p->report)
        return -ENOMEM;
    take_scale(p);
    int rc = collect_cells(p);
    if (rc < 0)
        plot_close(p);
    return rc;
}

void plot_close(struct plot *p)
{
    json_decref(p->report);
    free(p->cells);
    *p = (struct plot){0};
}

FILE *plot_file(int dir, const char *name, const char *suffix)
{
    char path[PLOT_LINE];
    snprintf(path, sizeof path, "%s%s", name, suffix);
    int fd = openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return fd < 0 ? NULL : fdopen(fd, "w");
}

int plot_end(FILE *f)
{
    int rc = output_flush(f);
    return fclose(f) == 0 || rc ? rc : -errno;
}

int plot_end_all(FILE *const *files, size_t size)
{
    int rc = 0;
    for (size_t i = 0; i < size; i++) {
        int one = files[i] ? plot_end(files[i]) : 0;
        rc = rc ? rc : one;
    }
    return rc;
}

int plot_files(FILE **files, size_t size, int dir, const char *name, const char *const *suffixes)
{
    int rc = 0;
    for (size_t i = 0; i < size; i++) {
        files[i] = rc ? NULL : plot_file(dir, name, suffixes[i]);
        rc = rc || files[i] ? rc : -errno;
    }
    if (rc)
        plot_end_all(files, size);
    return rc;
}

double *plot_costs(const struct plot *p, size_t index, size_t *size)
{
    const struct samples *s = &p->record->samples;
    double *costs = calloc(s->size + 1, sizeof *costs);
    *size = 0;
    for (size_t i = 0; costs && i < s->size; i++) {
        const struct sample *one = &s->data[i];
        if (one->cell == index && !one->flags && one->n)
            costs[(*size)++] = ((double)one->ticks - p->empty) / (double)one->n * p->per_tick;
    }
    if (costs && *size) {
        quantile(costs, *size, 0.5); /* sorts */
        return costs;
    }
    free(costs);
    return NULL;
}
