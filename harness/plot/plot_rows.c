/* SPDX-License-Identifier: MIT */
#include "plot/plot_rows.h"

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

/* A field of its own row, since gnuplot 5.4 takes an empty field for that of the row before. */
static void put_call(FILE *out, const struct plot_cell *c, double row)
{
    fprintf(out, "%.1f\t0\t%s\n", row, c->call_name);
    if (*c->detail)
        fprintf(out, "%.1f\t1\t%s\n", row + 0.85, c->detail);
}

double plot_rows(const struct plot *p, FILE *rows, FILE *calls,
                 void (*put)(FILE *, const struct plot *, const struct plot_cell *, double))
{
    double row = 0, top = 0;
    for (size_t i = 0; i < p->size; i++) {
        if (i == 0 || p->cells[i - 1].call != p->cells[i].call) {
            top = row;
            put_call(calls, &p->cells[i], row);
        }
        put(rows, p, &p->cells[i], row);
        row = next_row(p, i, row, top);
    }
    double least = top + 2;
    return *p->cells[p->size - 1].detail && row < least ? least : row;
}
