/* SPDX-License-Identifier: MIT */
#include "plot/plot.h"

#include "plot/plot_rows.h"
#include "plot/svg.h"

#include <errno.h>
#include <math.h>

static void put_row(FILE *out, const struct plot *p, const struct plot_cell *c, double row)
{
    char value[32];
    (void)p;
    fprintf(out, "%.1f\t%d\t%.17g\t%.17g\t%.17g\t%s\t%s\n", row, c->style, c->value,
            isfinite(c->lo) ? c->lo : c->value, isfinite(c->hi) ? c->hi : c->value,
            plot_number(value, sizeof value, c->value), c->path_name);
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
    int rc = plot_files(files, 3, dir, "headline", suffixes);
    if (rc)
        return rc;
    put_vars(p, files[2], plot_rows(p, files[0], files[1], put_row));
    return plot_end_all(files, 3);
}

const struct picture picture_headline = {
    "headline", "What a call costs on each path",
    "Dots: the estimate of each cell, fastest path of a call first, on a logarithmic axis.",
    write_headline, "no cell was measured"};
