/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_TEXTS_H
#define SYSTOLL_GATE_TEXTS_H

#include "stats/judge.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the formats show of a systoll.gate/1 document; all text is printable and free of line
 * breaks. */

enum { GATE_WORD = 128, GATE_COLUMN = 256 };

struct gate_column {
    const char *title;
    bool left;     /* aligned left */
    int gives_way; /* where a line is too short for all: 1 goes first; 0 stays */
    /* Writes the row's value, of up to GATE_COLUMN; "-" where there is none. */
    void (*text)(const json_t *row, char *text, size_t size);
};

extern const struct gate_column gate_columns[]; /* ends with a row whose title is NULL */

enum verdict gate_verdict(const json_t *row);
/* It goes into a table: it was judged by time, or it is exact and doesn't hold. */
bool gate_tabled(const json_t *row);
/* Some row that goes into the table has something to show in that column; that of records is used
 * where there is more than one. */
bool gate_column_used(const struct gate_column *c, const json_t *answer);
/* Its change: "+4.1 %", or of a count "+1"; "-" where there is none. */
void gate_change(const json_t *row, char *text, size_t size);
/* One row in words: "vdso:time, instructions of a: instructions a call: 14 instead of 13 (+1)"; the
 * caller frees it. NULL: out of memory. */
char *gate_sentence(const json_t *row);
/* How the table is to be read; "" where none is printed. */
const char *gate_legend(const json_t *answer);
/* 0, or -errno of the stream, after it was flushed. */
int gate_flush(FILE *out);

#endif
