/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_TEXTS_H
#define SYSTOLL_COMPARE_TEXTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What table and markdown show of a systoll.compare/1 document; all text is printable and free of
 * line breaks. */

enum { COMPARE_WORD = 64 };

size_t compare_base(const json_t *comparison);
bool compare_instructions(const json_t *comparison);
/* Some record measured the cell. */
bool compare_cell_shown(const json_t *cell);

/* The cell's figure in that record; "-" where there is none. */
void compare_value_text(const json_t *cell, size_t record, char *text, size_t size);
/* Against the base: the ratio, or the difference of two instruction counts. */
void compare_change_text(const json_t *cell, size_t record, char *text, size_t size);
void compare_interval_text(const json_t *cell, size_t record, char *text, size_t size);
/* The ratio has an interval, and it doesn't hold 1. */
bool compare_apart(const json_t *cell, size_t record);

/* Sentences, whole however long they are; the caller frees them. NULL: out of memory. */

#endif
