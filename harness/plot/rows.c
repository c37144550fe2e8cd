/* SPDX-License-Identifier: MIT */
#include "plot/rows.h"

#include "plot/caption.h"
#include "plot/svg.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { MOST_TITLE = 24 };
enum { ROW_PLAIN, ROW_MUTED, ROW_EMPTY };

static int close_all(struct rows *r)
{
    FILE *files[] = {r->data, r->labels, r->panels, r->vars};
    return plot_end_all(files, sizeof files / sizeof *files);
}

int rows_open(struct rows *r, const char *name, int dir)
{
    *r = (struct rows){.least = INFINITY, .most = -INFINITY};
    r->data = plot_file(dir, name, ".tsv");
    r->labels = r->data ? plot_file(dir, name, "-rows.tsv") : NULL;
    r->panels = r->labels ? plot_file(dir, name, "-panels.tsv") : NULL;
    r->vars = r->panels ? plot_file(dir, name, ".gpvars") : NULL;
    int error = errno;
    if (r->vars)
        return 0;
    close_all(r);
    return -error;
}

/* A call with a second line of text takes two rows at least. */
static double rows_end(const struct rows *r)
{
    double least = r->top + (*r->cell.detail ? 2 : 1);
    return fmax(r->row + 1, least);
}

int rows_close(struct rows *r)
{
    fprintf(r->vars, "ROWS = %.1f\nXMIN = %.17g\nXMAX = %.17g\n", rows_end(r), r->least, r->most);
    int rc = close_all(r);
    return rc ? rc : r->count && r->least <= r->most ? 0 : -ENODATA;
}

void rows_panel(struct rows *r, size_t panel, const char *name, bool base)
{
    char clean[PLOT_WORD];
    plot_clean(clean, sizeof clean, name);
    if (strlen(clean) > MOST_TITLE)
        strcpy(clean + MOST_TITLE - 1, "~");
    fprintf(r->panels, "%zu\t%s%s\n", panel, clean, base ? " (base)" : "");
}

void rows_begin(struct rows *r, const json_t *cell)
{
    struct plot_cell next = {0};
    plot_texts(&next, cell);
    bool first = r->count++ == 0, same = !first && plot_same_call(&next, &r->cell);
    if (!first)
        r->row = same ? r->row + 1 : rows_end(r) + 0.5;
    r->cell = next;
    if (!same) {
        r->top = r->row;
        fprintf(r->labels, "%.1f\t0\t%s\n", r->row, next.call_name);
        if (*next.detail)
            fprintf(r->labels, "%.1f\t1\t%s\n", r->row + 0.85, next.detail);
    }
    fprintf(r->labels, "%.1f\t2\t%s\n", r->row, next.path_name);
}

/* gnuplot takes "NaN" for no point. */
static void put_number(struct rows *r, double v)
{
    if (isfinite(v))
        fprintf(r->data, "%.17g\t", v);
    else
        fputs("NaN\t", r->data);
}

void rows_value(struct rows *r, size_t panel, const struct row_value *v)
{
    bool interval = isfinite(v->lo) && isfinite(v->hi);
    double lo = interval ? v->lo : v->value, hi = interval ? v->hi : v->value;
    fprintf(r->data, "%zu\t%.1f\t%d\t", panel, r->row, r->cell.style);
    put_number(r, v->value);
    put_number(r, lo);
    put_number(r, hi);
    put_number(r, v->base);
    put_number(r, isfinite(v->base) ? v->base : hi);
    bool shown = isfinite(v->value);
    fprintf(r->data, "%d\t%s\n", !shown ? ROW_EMPTY : v->muted ? ROW_MUTED : ROW_PLAIN, v->label);
    if (!shown)
        return;
    r->least = fmin(r->least, lo);
    r->most = fmax(r->most, hi);
}

void rows_left_out(FILE *text, size_t cells)
{
    char line[PLOT_LINE];
    if (cells <= PLOT_MAX_CELLS)
        return;
    snprintf(line, sizeof line, "%zu more are not drawn: a picture has %d rows at most",
             cells - PLOT_MAX_CELLS, PLOT_MAX_CELLS);
    plot_line(text, PLOT_BELOW, line);
}
