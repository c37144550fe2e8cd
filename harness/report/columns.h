/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_COLUMNS_H
#define SYSTOLL_REPORT_COLUMNS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What table and markdown show of a document; all text is printable and free of line breaks. */

enum { COLUMN_TEXT = 256 };

struct report_column {
    const char *title;
    bool left;          /* aligned left */
    int gives_way;      /* where a line is too short for all: 1 goes first; 0 stays */
    const char *legend; /* NULL, or a sentence on how to read it */
    /* Writes the cell's value; "-" where there is none. */
    void (*text)(const json_t *cell, char *text, size_t size);
};

/* Of all cells, and of those that a PMU counted. Each ends with a row whose title is NULL. */
extern const struct report_column report_columns[], report_pmu_columns[];

/* The cell's columns of the PMU show that event. */
bool report_pmu_has(const json_t *cell, const char *event);

/* Some measured cell of the document has something to show in that column. */
bool report_column_used(const struct report_column *c, const json_t *report);

/* The two ways into the kernel, of a cell's counters: "1", "1 emulated", or both; "-" where it is
 * unknown. */
void report_entries(const json_t *counters, char *text, size_t size);

/* "name 1, other 2.5": the cell's events per call that no column shows, "" where there are none;
 * the caller frees it. NULL: out of memory. */
char *report_events(const json_t *cell);
/* "1.47 ns in 62 % of the blocks, 1.72 ns in 38 %"; false where it has no two modes. */
bool report_modes(const json_t *cell, char *text, size_t size);

#endif
