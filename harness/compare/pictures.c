/* SPDX-License-Identifier: MIT */
#include "compare/pictures.h"

#include "compare/heading.h"
#include "compare/texts.h"
#include "plot/caption.h"
#include "plot/rows.h"
#include "plot/svg.h"
#include "text/json.h"
#include "text/json_show.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool instructions(const struct drawing *d)
{
    return compare_instructions(d->of);
}

static bool is_change(const struct drawing *d)
{
    return strcmp(d->name, "change") == 0;
}

/* The records that have a panel: all, or all but the base. */
static size_t panels_of(const struct drawing *d, size_t *records)
{
    size_t size = json_array_size(json_object_get(d->of, "records")), count = 0;
    for (size_t i = 0; i < size && count < COMPARE_MOST_PANELS; i++)
        if (!is_change(d) || i != compare_base(d->of))
            records[count++] = i;
    return count;
}

/* What a logarithmic axis can show beside other costs. */
static bool drawable(double v)
{
    return v > 1e-6 && v < 1e12;
}

/* Estimate and interval from a cell's "values" or "ratio"; the rest is empty. */
static struct row_value row_value(const json_t *cell, const char *list, size_t record)
{
    const json_t *from = json_array_get(json_object_get(cell, list), record);
    struct row_value v = {.value = json_number_of(from, "estimate"),
                          .lo = json_number_of(from, "lo"),
                          .hi = json_number_of(from, "hi"),
                          .base = NAN};
    if (!drawable(v.value))
        v.value = NAN;
    if (!drawable(v.lo) || !drawable(v.hi))
        v.lo = v.hi = NAN;
    return v;
}

/* The word for why there is no value: its state there, or that the base has none. */
static void row_state(const json_t *cell, size_t record, char *text, size_t size)
{
    char state[16];
    const json_t *value = json_array_get(json_object_get(cell, "values"), record);
    json_show_string(value, "state", state, sizeof state);
    bool here = strcmp(state, "measured") == 0;
    snprintf(text, size, "%s", here ? "not in the base" : state);
}

/* A dot with its interval: cost, ratio to the base, or difference of two counts. */
static struct row_value drawn_value(const struct drawing *d, const json_t *cell, size_t record)
{
    struct row_value v =
        row_value(cell, is_change(d) && !instructions(d) ? "ratio" : "values", record);
    struct row_value base = row_value(cell, "values", compare_base(d->of));
    if (is_change(d) && instructions(d))
        v.value -= base.value;
    v.base = is_change(d) ? NAN : base.value;
    bool changed = instructions(d) ? v.value != 0 : compare_apart(cell, record);
    v.muted = is_change(d) && !changed;
    if (is_change(d))
        compare_change_text(cell, record, v.label, sizeof v.label);
    else if (instructions(d))
        compare_value_text(cell, record, v.label, sizeof v.label);
    else if (isfinite(v.value))
        plot_number(v.label, sizeof v.label, v.value);
    if (!isfinite(v.value))
        row_state(cell, record, v.label, sizeof v.label);
    return v;
}

static bool drawn(const struct drawing *d, const json_t *cell)
{
    size_t records[COMPARE_MOST_PANELS], panels = panels_of(d, records);
    for (size_t i = 0; i < panels; i++)
        if (isfinite(drawn_value(d, cell, records[i]).value))
            return true;
    return false;
}

static void put_cell(const struct drawing *d, struct rows *r, const json_t *cell)
{
    size_t records[COMPARE_MOST_PANELS], panels = panels_of(d, records);
    rows_begin(r, cell);
    for (size_t i = 0; i < panels; i++) {
        struct row_value v = drawn_value(d, cell, records[i]);
        rows_value(r, i, &v);
    }
}

static void put_panels(const struct drawing *d, struct rows *r)
{
    size_t records[COMPARE_MOST_PANELS], panels = panels_of(d, records);
    for (size_t i = 0; i < panels; i++) {
        char name[COMPARE_WORD];
        compare_name_text(d->of, records[i], name, sizeof name);
        rows_panel(r, i, name, records[i] == compare_base(d->of));
    }
    fprintf(r->vars, "PANELS = %zu\nUNIT = '%s'\n", panels,
            instructions(d) ? "instructions" : "nanoseconds");
}

static int write_rows(const struct drawing *d, int dir)
{
    struct rows r;
    size_t i;
    const json_t *cell;
    int rc = rows_open(&r, d->name, dir);
    if (rc < 0)
        return rc;
    json_array_foreach(json_object_get(d->of, "cells"), i, cell)
        if (r.count < PLOT_MAX_CELLS && drawn(d, cell))
            put_cell(d, &r, cell);
    put_panels(d, &r);
    return rows_close(&r);
}

static const char *description(const struct drawing *d)
{
    if (!is_change(d))
        return instructions(d) ? "Dots: the exact count. Upright bars: that of the base."
                               : "Dots: the estimate, bars its 95 % interval where wider than a "
                                 "dot. Upright bars: the base.";
    return instructions(d) ? "Dots: instructions more than in the base, exact."
                           : "Dots: the ratio to the base, with its 95 % interval. Grey numbers: "
                             "the interval holds 1.";
}

/* A sentence after what it is of, "" for neither; takes it. */
static void put_line(FILE *out, const char *of, char *text)
{
    char *line = NULL;
    if (!text || asprintf(&line, "%s%s%s", of, *of ? ": " : "", text) < 0)
        line = NULL;
    if (!text || *text)
        plot_line(out, PLOT_BELOW, line ? line : "out of memory");
    free(line);
    free(text);
}

static void put_records(const struct drawing *d, FILE *out)
{
    char name[COMPARE_WORD];
    size_t size = json_array_size(json_object_get(d->of, "records"));
    put_line(out, "", compare_machine_text(d->of));
    for (size_t i = 0; i < size; i++) {
        compare_name_text(d->of, i, name, COMPARE_WORD);
        put_line(out, name, compare_record_text(d->of, i));
    }
}

/* What differs besides the facts in the lines about the records. */
static void put_notes(const struct drawing *d, FILE *out)
{
    enum { MOST = 8 };
    const json_t *one, *differs = json_object_get(d->of, "subject_differs");
    const json_t *states = json_object_get(d->of, "changed_state");
    size_t i;
    put_line(out, "platforms", compare_platform_text(d->of));
    json_array_foreach(differs, i, one) {
        const char *field = json_string_value(json_object_get(one, "field"));
        if (i < MOST && !compare_is_fact(field))
            put_line(out, field, compare_field_text(d->of, one));
    }
    json_array_foreach(states, i, one)
        if (i < MOST)
            put_line(out, "", json_show_whole(one));
    if (json_array_size(differs) > MOST || json_array_size(states) > MOST)
        plot_wrapped(out, PLOT_BELOW, "more differs: systoll compare lists it");
}

static size_t count_drawn(const struct drawing *d)
{
    size_t count = 0, i;
    const json_t *cell;
    json_array_foreach(json_object_get(d->of, "cells"), i, cell)
        count += drawn(d, cell);
    return count;
}

static void put_method(const struct drawing *d, FILE *out)
{
    if (is_change(d) && !instructions(d))
        plot_wrapped(out, PLOT_BELOW,
                     "Intervals take the two records' launches as independent samples; a drift of "
                     "the machine between the records is not in them.");
}

static int write_text(const struct drawing *d, int dir)
{
    char title[2 * COMPARE_WORD], name[COMPARE_WORD];
    FILE *out = plot_file(dir, d->name, "-text.tsv");
    if (!out)
        return -errno;
    compare_name_text(d->of, compare_base(d->of), name, sizeof name);
    text_say(title, sizeof title, "%s%s%s", d->title, is_change(d) ? ": " : "",
             is_change(d) ? name : "");
    plot_clean(title, sizeof title, title);
    plot_wrapped(out, PLOT_TITLE, title);
    plot_wrapped(out, PLOT_BELOW, description(d));
    rows_left_out(out, count_drawn(d));
    put_method(d, out);
    put_records(d, out);
    put_notes(d, out);
    return plot_end(out);
}

static int write_drawing(const struct drawing *d, int dir)
{
    int rc = write_rows(d, dir);
    return rc ? rc : write_text(d, dir);
}

static void describe_cell(const struct drawing *d, const json_t *cell, FILE *out)
{
    size_t records[COMPARE_MOST_PANELS], panels = panels_of(d, records);
    char name[COMPARE_WORD];
    fputc(' ', out);
    plot_put(out, json_string_value(json_object_get(cell, "cell")));
    for (size_t i = 0; i < panels; i++) {
        struct row_value v = drawn_value(d, cell, records[i]);
        compare_name_text(d->of, records[i], name, sizeof name);
        fprintf(out, "%s %s in ", i ? "," : "", v.label);
        plot_put(out, name);
    }
    fputc(';', out);
}

/* Every value, for those who can't see it. */
static char *describe_comparison(const struct drawing *d)
{
    char *made = NULL;
    size_t size, i;
    const json_t *cell;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        return NULL;
    fputs(description(d), out);
    json_array_foreach(json_object_get(d->of, "cells"), i, cell)
        if (drawn(d, cell))
            describe_cell(d, cell, out);
    return fclose(out) == 0 ? made : NULL;
}

void compare_drawings(const json_t *comparison, struct drawing drawings[COMPARE_PICTURES])
{
    drawings[0] = (struct drawing){.name = "compare", .title = "Records side by side"};
    drawings[1] = (struct drawing){.name = "change", .title = "Against the base"};
    for (int i = 0; i < COMPARE_PICTURES; i++) {
        drawings[i].of = comparison;
        drawings[i].write = write_drawing;
        drawings[i].describe = describe_comparison;
    }
}
