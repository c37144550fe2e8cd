/* SPDX-License-Identifier: MIT */
#include "gate/forest.h"

#include "gate/texts.h"
#include "plot/caption.h"
#include "plot/rows.h"
#include "plot/svg.h"
#include "text/json.h"
#include "text/json_show.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The panels of rows.h, drawn one over the other: base is the margin in the first. */
enum { CHANGE, ITSELF, PANELS, NUMBER = 32 };

/* 100 times the logarithm: as far to either side for twice as slow as for twice as fast. */
static double percent(double share)
{
    return 100 * log1p(share);
}

static bool drawn(const json_t *row)
{
    return isfinite(percent(json_number_of(row, "effect"))) &&
           isfinite(percent(json_number_of(row, "lo"))) &&
           isfinite(percent(json_number_of(row, "hi")));
}

static struct row_value change_of(const json_t *row)
{
    char change[NUMBER];
    struct row_value v = {.value = percent(json_number_of(row, "effect")),
                          .lo = percent(json_number_of(row, "lo")),
                          .hi = percent(json_number_of(row, "hi")),
                          .base = percent(json_number_of(row, "margin"))};
    gate_change(row, change, sizeof change);
    snprintf(v.label, sizeof v.label, "%s  %s", change, verdict_name(gate_verdict(row)));
    return v;
}

static struct row_value itself_of(const json_t *row)
{
    return (struct row_value){.value = percent(json_number_of(row, "itself")),
                              .lo = percent(json_number_of(row, "itself_lo")),
                              .hi = percent(json_number_of(row, "itself_hi")),
                              .base = NAN};
}

/* A row's cell as plot_texts wants it, from its name's parts. Of several records each is named. */
static json_t *cell_of(const json_t *row, bool several)
{
    char name[GATE_WORD], record[GATE_WORD], *rest = name;
    json_show_string(row, "cell", name, sizeof name);
    json_show_string(row, "record", record, sizeof record);
    const char *path = strsep(&rest, ":"), *call = strsep(&rest, ":");
    json_t *cell = json_pack("{s:s, s:s*}", "call", call ? call : "", "clock", rest);
    json_object_set_new(cell, "path",
                        several ? json_sprintf("%s of %s", path, record) : json_string(path));
    return cell;
}

static bool several_records(const json_t *answer)
{
    size_t i;
    const json_t *row, *rows = json_object_get(answer, "cells");
    const json_t *first = json_object_get(json_array_get(rows, 0), "record");
    json_array_foreach(rows, i, row)
        if (!json_equal(json_object_get(row, "record"), first))
            return true;
    return false;
}

static void put_row(struct rows *r, const json_t *row, bool several)
{
    json_t *cell = cell_of(row, several);
    struct row_value change = change_of(row), itself = itself_of(row);
    rows_begin(r, cell);
    json_decref(cell);
    r->cell.style = 1 + (int)gate_verdict(row); /* of forest.gp */
    rows_value(r, CHANGE, &change);
    if (isfinite(itself.value))
        rows_value(r, ITSELF, &itself);
    r->least = fmin(r->least, -change.base);
    r->most = fmax(r->most, change.base);
}

static int write_rows(const json_t *answer, int dir)
{
    struct rows r;
    size_t i;
    const json_t *row;
    int rc = rows_open(&r, "forest", dir);
    if (rc < 0)
        return rc;
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        if (r.count < PLOT_MAX_CELLS && drawn(row))
            put_row(&r, row, several_records(answer));
    return rows_close(&r);
}

static const char description[] =
    "Dots: the change, bars its interval. Shaded: the margin. Above each, thin and grey, where it "
    "was measured: the old thing against itself.";

static size_t count_drawn(const json_t *answer)
{
    size_t count = 0, i;
    const json_t *row;
    json_array_foreach(json_object_get(answer, "cells"), i, row)
        count += drawn(row);
    return count;
}

static int write_text(const struct drawing *d, int dir)
{
    size_t i;
    const json_t *note;
    FILE *out = plot_file(dir, d->name, "-text.tsv");
    if (!out)
        return -errno;
    plot_wrapped(out, PLOT_TITLE, d->title);
    plot_line(out, PLOT_BELOW, json_string_value(json_object_get(d->of, "text")));
    plot_wrapped(out, PLOT_BELOW, description);
    rows_left_out(out, count_drawn(d->of));
    json_array_foreach(json_object_get(d->of, "notes"), i, note)
        plot_line(out, PLOT_BELOW, json_string_value(note));
    return plot_end(out);
}

static int write_forest(const struct drawing *d, int dir)
{
    int rc = write_rows(d->of, dir);
    return rc ? rc : write_text(d, dir);
}

/* Every change, for those who can't see it. */
static char *describe_forest(const struct drawing *d)
{
    char *made = NULL;
    size_t size, i;
    const json_t *row;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        return NULL;
    fputs(description, out);
    json_array_foreach(json_object_get(d->of, "cells"), i, row)
        if (drawn(row)) {
            fputc(' ', out);
            plot_put(out, json_string_value(json_object_get(row, "cell")));
            fprintf(out, " %s;", change_of(row).label);
        }
    return fclose(out) == 0 ? made : NULL;
}

struct drawing gate_forest(const json_t *answer)
{
    const char *gate = json_string_value(json_object_get(answer, "gate"));
    bool record = gate && strcmp(gate, "gate record") == 0;
    return (struct drawing){.name = "forest",
                            .title = record ? "Against the baseline" : "B against A",
                            .of = answer,
                            .write = write_forest,
                            .describe = describe_forest};
}
