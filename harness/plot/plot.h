/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLOT_H
#define SYSTOLL_PLOT_H

#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { PLOT_WORD = 64, PLOT_LINE = 128, PLOT_MAX_CELLS = 200, PLOT_PICTURES = 16 /* at once */ };

/* A measured cell as a picture shows it. Texts are clean in plot_clean's sense. */
struct plot_cell {
    size_t index;         /* in the record's cells */
    int style;            /* from 1: a row of the palette in scripts/plots/style.gp, by path */
    size_t call, path;    /* panel numbers from 0: by call, clock and context; by path */
    double value, lo, hi; /* in the record's unit; lo and hi NAN where there is no interval */
    char path_name[PLOT_WORD], call_name[PLOT_WORD];
    char detail[PLOT_WORD]; /* clock, context and foreign ABI; "" where there is nothing to say */
};

/* What the pictures of one record are made from; sorted by call, within a call by value. */
struct plot {
    const struct record *record; /* not owned; read with RECORD_SAMPLES */
    json_t *report;              /* owned */
    bool instructions;           /* the unit: instructions of an icount guest, else nanoseconds */
    double per_tick, empty;      /* units in a tick; ticks of the empty block */
    struct plot_cell *cells;     /* owned */
    size_t size, calls, paths;   /* cells, and panels of each kind */
};

/* A picture: from a record to the files that scripts/plots/NAME.gp draws. They are NAME.gpvars
 * (gnuplot assignments; numbers and fixed words only) and NAME*.tsv (everything that a record may
 * have made up; gnuplot never evaluates what it reads from a data file). One row per picture. */
struct picture {
    const char *name, *title;
    const char *description; /* for those who can't see it */
    /* Writes the files into the directory. 0; -ENODATA where the record has nothing to draw; or
     * -errno. */
    int (*write)(const struct plot *p, int dir);
    const char *nothing; /* what -ENODATA means, a sentence without its full stop; NULL: not said */
};

extern const struct picture picture_headline, picture_counters, picture_ecdf, picture_tail,
    picture_drift, picture_tax;

extern const struct picture *const pictures[]; /* ends with NULL */

/* Makes a plot of a record, which must outlive it. 0, -ENOMEM, -ENODATA where no cell was measured,
 * or -E2BIG where more than PLOT_MAX_CELLS were. */
int plot_open(struct plot *p, const struct record *r);
void plot_close(struct plot *p);

/* The report's row of a cell; NULL where it has none. */
const json_t *plot_row(const struct plot *p, const struct plot_cell *c);

/* The loop around an empty function: a yardstick, not a call. */
bool plot_is_control(const struct plot_cell *c);
/* For the pictures: fills in a cell's style and texts from its row in a manifest, a report or a
 * comparison. */
void plot_texts(struct plot_cell *c, const json_t *cell);
bool plot_same_call(const struct plot_cell *a, const struct plot_cell *b);
/* For the pictures: a line of NAME-text.tsv, in plot_clean's sense clean, broken at spaces; and the
 * same of any text. */
enum { PLOT_TITLE, PLOT_BELOW };
/* For the pictures: creates a new file NAME SUFFIX in the directory; NULL and errno. */
FILE *plot_file(int dir, const char *name, const char *suffix);
/* Closes a file. 0, or -errno where something did not reach it. */
int plot_end(FILE *f);
/* The same of several, NULLs among them: the first error. */
int plot_end_all(FILE *const *files, size_t size);
/* Opens a file for each suffix: 0; or -errno, and none is open. */
int plot_files(FILE **files, size_t size, int dir, const char *name, const char *const *suffixes);
/* Costs per call of a cell's kept blocks, ascending; free() them. NULL where there are none. */
double *plot_costs(const struct plot *p, size_t index, size_t *size);

#endif
