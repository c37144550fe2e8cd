/* SPDX-License-Identifier: MIT */
#include "plot/curves.h"

#include <errno.h>

static void close_all(struct curves *c)
{
    FILE *files[] = {c->data, c->labels, c->panels, c->vars};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i])
            fclose(files[i]);
}

int curves_open(struct curves *c, const char *name, int dir)
{
    *c = (struct curves){.name = name};
    c->data = plot_file(dir, name, ".tsv");
    c->labels = c->data ? plot_file(dir, name, "-labels.tsv") : NULL;
    c->panels = c->labels ? plot_file(dir, name, "-panels.tsv") : NULL;
    c->vars = c->panels ? plot_file(dir, name, ".gpvars") : NULL;
    int error = errno;
    if (c->vars)
        return 0;
    close_all(c);
    return -error;
}

int curves_close(struct curves *c, const struct plot *p)
{
    fprintf(c->vars, "CURVES = %zu\nUNIT = '%s'\n", c->curves,
            p->instructions ? "instructions" : "nanoseconds");
    int data = plot_end(c->data), labels = plot_end(c->labels), panels = plot_end(c->panels);
    int vars = plot_end(c->vars);
    int rc = data ? data : labels ? labels : panels ? panels : vars;
    return rc ? rc : c->curves ? 0 : -ENODATA;
}

void curves_begin(struct curves *c, size_t panel, int style)
{
    fprintf(c->vars, "CURVE_PANEL_%zu = %zu\nCURVE_STYLE_%zu = %d\n", c->curves, panel, c->curves,
            style);
}

void curves_point(struct curves *c, double x, double y)
{
    fprintf(c->data, "%.9g\t%.9g\n", x, y);
    c->points++;
}

void curves_end(struct curves *c)
{
    fputs(c->points ? "\n\n" : "NaN\tNaN\n\n\n", c->data); /* an empty block would not count */
    c->points = 0;
    c->curves++;
}

void curves_label(struct curves *c, size_t panel, double x, double y, int style, const char *text)
{
    fprintf(c->labels, "%zu\t%.9g\t%.9g\t%d\t%s\n", panel, x, y, style, text);
}

void curves_panel(struct curves *c, size_t panel, const char *title, const char *detail)
{
    fprintf(c->panels, "%zu\t%s%s%s\n", panel, title, *detail ? " " : "", detail);
}
