/* SPDX-License-Identifier: MIT */
#include "plot.h"

#include <errno.h>
#include <math.h>

/* Rows are counted from 0 at the top; a gap of half a row stands between calls. A call with a
 * second line of text takes two rows at least. */
static double next_row(const struct plot *p, size_t i, double row, double group_top)
{
    const struct plot_cell *c = &p->cells[i];
    if (i + 1 == p->size || p->cells[i + 1].call == c->call)
        return row + 1;
    double least = group_top + (*c->detail ? 2 : 1);
    return (row + 1 > least ? row + 1 : least) + 0.5;
}

static void put_row(FILE *out, const struct plot_cell *c, double row)
{
    char value[32];
    fprintf(out, "%.1f\t%d\t%.17g\t%.17g\t%.17g\t%s\t%s\n", row, c->style, c->value,
            isfinite(c->lo) ? c->lo : c->value, isfinite(c->hi) ? c->hi : c->value,
            plot_number(value, sizeof value, c->value), c->path_name);
}

/* A field of its own row, since gnuplot 5.4 takes an empty field for that of the row before. */
static void put_call(FILE *out, const struct plot_cell *c, double row)
{
    fprintf(out, "%.1f\t0\t%s\n", row, c->call_name);
    if (*c->detail)
        fprintf(out, "%.1f\t1\t%s\n", row + 0.85, c->detail);
}

/* Returns how many rows high the picture is. */
static double put_rows(const struct plot *p, FILE *rows, FILE *calls)
{
    double row = 0, top = 0;
    for (size_t i = 0; i < p->size; i++) {
        if (i == 0 || p->cells[i - 1].call != p->cells[i].call) {
            top = row;
            put_call(calls, &p->cells[i], row);
        }
        put_row(rows, &p->cells[i], row);
        row = next_row(p, i, row, top);
    }
    return *p->cells[p->size - 1].detail ? fmax(row, top + 2) : row;
}

static void range(const struct plot *p, double *least, double *most)
{
    *least = INFINITY;
    *most = 0;
    for (size_t i = 0; i < p->size; i++) {
        const struct plot_cell *c = &p->cells[i];
        *least = fmin(*least, fmin(c->value, c->lo));
        *most = fmax(*most, fmax(c->value, c->hi));
    }
}

static void put_vars(const struct plot *p, FILE *out, double rows)
{
    double least, most;
    range(p, &least, &most);
    fprintf(out, "UNIT = '%s'\nROWS = %.1f\nXMIN = %.17g\nXMAX = %.17g\n",
            p->instructions ? "instructions" : "nanoseconds", rows, least, most);
}

static int write_headline(const struct plot *p, int dir)
{
    static const char *const suffixes[] = {".tsv", "-calls.tsv", ".gpvars"};
    FILE *files[3];
    for (int i = 0; i < 3; i++)
        files[i] = plot_file(dir, "headline", suffixes[i]);
    int rc = files[0] && files[1] && files[2] ? 0 : -EIO;
    if (rc == 0)
        put_vars(p, files[2], put_rows(p, files[0], files[1]));
    for (int i = 0; i < 3; i++)
        if (files[i] && plot_end(files[i]) < 0)
            rc = -EIO;
    return rc;
}

const struct picture picture_headline = {
    "headline", "What a call costs on each path",
    "Dots: the estimate of each cell, fastest path of a call first, on a logarithmic axis.",
    write_headline, "no cell was measured"};
