/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_CONTEXTS_H
#define SYSTOLL_REPORT_CONTEXTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What contexts make of a document's cells, as a table of its own: hot cells down, contexts across.
 */

struct contexts {
    json_t *names; /* an array of the contexts, in the order of the cells */
    json_t *rows;  /* an array of the hot cells that have one of them beside them */
    json_t *cells; /* an object of all cells by their names */
    bool counted;  /* in instructions, exactly */
};

/* Fills it in, sharing with the document; contexts_free. rows is empty where there is no such cell.
 */
void contexts_of(const json_t *report, struct contexts *c);
void contexts_free(struct contexts *c);

/* What that context does to a hot cell, its "to_hot"; NULL where that is not known. */
const json_t *contexts_effect(const struct contexts *c, const json_t *row, const char *name);
/* A ratio for people, "1.25"; "~1.00" where it is not distinguishable from 1, "-" where there is
 * none. */
void contexts_ratio(const json_t *effect, char *text, size_t size);
/* The same, or what it adds in instructions, "+149", where these were counted. */
void contexts_change(const json_t *effect, char *text, size_t size);
/* What that text is called above a column: "x hot" or "instructions more". */
const char *contexts_title(const struct contexts *c);
/* Sentences on how the table is to be read, and what is exact in it; the caller frees them. NULL
 * without memory. */
char *contexts_legend(const struct contexts *c);

/* How the cell at that index is named where cells that were not measured are listed: by its own
 * name; or, as the first of several in a context or of 32-bit programs that all were not measured
 * for one reason, by a pattern for them, "*@ssbd" or "i386/" and a star. false: it has no line,
 * since it was measured or an earlier line stands for it. */
bool contexts_unmeasured(const json_t *report, size_t at, char *name, size_t size);

#endif
