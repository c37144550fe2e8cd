/* SPDX-License-Identifier: MIT */
#include "plot/plot.h"

#include "plot/plot_rows.h"
#include "plot/svg.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* What a PMU counted of one call. */
struct counted {
    double user, kernel; /* instructions */
    double cycles;       /* of both modes */
};

/* False where one of them was not counted. A count of nothing may come out a little below 0. */
static bool find_counted(const struct plot *p, const struct plot_cell *c, struct counted *found)
{
    const json_t *pmu = json_object_get(plot_row(p, c), "pmu");
    *found = (struct counted){.user = fmax(json_number_of(pmu, "instructions_user"), 0),
                              .kernel = fmax(json_number_of(pmu, "instructions_kernel"), 0),
                              .cycles = json_number_of(pmu, "cycles_user") +
                                        json_number_of(pmu, "cycles_kernel")};
    bool all = json_is_number(json_object_get(pmu, "instructions_user")) &&
               json_is_number(json_object_get(pmu, "instructions_kernel"));
    return all && isfinite(found->cycles) && found->cycles > 0 &&
           isfinite(found->user + found->kernel);
}

/* The label of a bar: user mode alone, or both. */
static void put_label(FILE *out, const struct counted *c)
{
    if (c->kernel >= 0.5)
        fprintf(out, "\t%.0f + %.0f", c->user, c->kernel);
    else
        fprintf(out, "\t%.0f", c->user);
}

static void put_row(FILE *out, const struct plot *p, const struct plot_cell *cell, double row)
{
    struct counted c;
    char cycles[32];
    find_counted(p, cell, &c);
    fprintf(out, "%.1f\t%d\t%.17g\t%.17g\t%.17g\t%s", row, cell->style, c.user, c.kernel, c.cycles,
            cell->path_name);
    put_label(out, &c);
    fprintf(out, "\t%s\n", plot_number(cycles, sizeof cycles, c.cycles));
}

static void put_vars(const struct plot *p, FILE *out, double rows)
{
    double most = 1, least_cycles = INFINITY, most_cycles = 0;
    for (size_t i = 0; i < p->size; i++) {
        struct counted c;
        find_counted(p, &p->cells[i], &c);
        most = fmax(most, c.user + c.kernel);
        least_cycles = fmin(least_cycles, c.cycles);
        most_cycles = fmax(most_cycles, c.cycles);
    }
    fprintf(out, "ROWS = %.1f\nMOST = %.17g\nCMIN = %.17g\nCMAX = %.17g\n", rows, most,
            least_cycles, most_cycles);
}

static int write_files(const struct plot *p, int dir)
{
    static const char *const suffixes[] = {".tsv", "-calls.tsv", ".gpvars"};
    FILE *files[3];
    int rc = plot_files(files, 3, dir, "counters", suffixes);
    if (rc)
        return rc;
    put_vars(p, files[2], plot_rows(p, files[0], files[1], put_row));
    return plot_end_all(files, 3);
}

/* The cells that were counted, in the order of all. */
static int write_counters(const struct plot *p, int dir)
{
    struct counted unused;
    struct plot own = *p;
    own.size = 0;
    own.cells = calloc(p->size, sizeof *own.cells);
    if (!own.cells)
        return -ENOMEM;
    for (size_t i = 0; i < p->size; i++)
        if (find_counted(p, &p->cells[i], &unused))
            own.cells[own.size++] = p->cells[i];
    int rc = own.size ? write_files(&own, dir) : -ENODATA;
    free(own.cells);
    return rc;
}

const struct picture picture_counters = {
    "counters", "What a call executes, in the program and in the kernel",
    "Bars: instructions per call in user and in kernel mode. Dots: cycles per call of both modes, "
    "on a logarithmic axis.",
    write_counters, NULL};
