/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_TABLE_WORDS_H
#define SYSTOLL_COMPARE_TABLE_WORDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define INK_BOLD "\033[1m"
#define INK_DIM "\033[2m"
#define INK_YELLOW "\033[33m"
#define INK_PLAIN "\033[0m"

/* A record's columns. */
struct compare_side {
    size_t record;
    int value, change, interval; /* widths; 0: no such column */
};

struct compare_layout {
    FILE *out;
    bool colour, intervals;
    int width; /* of a line */
    const json_t *comparison, *cells;
    struct compare_side *sides; /* the base first */
    size_t size;
    int name;
};

/* Writes a colour's code where colour was asked for. */
void table_ink(const struct compare_layout *t, const char *code);
/* What stands above the figures: machine, records, how they differ, warnings. */
void table_heading(const struct compare_layout *t);
/* The document's array of sentences of that name under a title; nothing where it is empty. */
void table_sentences(const struct compare_layout *t, const char *title, const char *key);

#endif
