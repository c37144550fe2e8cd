/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_VIEW_H
#define SYSTOLL_FLEET_VIEW_H

#include <jansson.h>
#include <stddef.h>

/* What is printed for people of a document about many hosts: labelled lines, then a table of the
 * cells of each of its parts. */

/* Of the heading; of what comes after an empty line; and of the latter what deserves a colour. */
enum fleet_line { FLEET_HEADING, FLEET_LINE, FLEET_FOUND };

/* Puts a line. Takes the text; NULL: there was no memory for it. */
typedef void fleet_put_line(void *to, enum fleet_line kind, const char *label, char *text);

enum { FLEET_COLUMNS_MOST = 8, FLEET_TITLE = 80, FLEET_TEXT = 128 };

struct fleet_view {
    int label; /* the width of labels, with the gap behind them */
    void (*put_lines)(const json_t *document, fleet_put_line *put, void *to);
    const char *parts; /* the key of an array of objects, each of which has "cells" */
    const char *part;  /* what one of them is called: the first column of Markdown */
    /* What stands above the table of that part, from 0. */
    void (*title)(const json_t *part, size_t index, char text[FLEET_TITLE]);
    int columns, words; /* the first ones are words, and stand on the left */
    const char *const *names;
    const int *ranks; /* as layout_fit takes them */
    void (*column_text)(const json_t *cell, int column, char *text, size_t size);
    const char *legend;
};

#endif
