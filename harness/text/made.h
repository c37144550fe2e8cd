/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEXT_MADE_H
#define SYSTOLL_TEXT_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A text of any length, written to out piece by piece. */
struct made_text {
    char *made;
    size_t size;
    FILE *out;
};

/* False: out of memory, and nothing is to be ended. */
bool made_begin(struct made_text *t);
/* The text, printable, to be freed; NULL: out of memory. */
char *made_end(struct made_text *t);

#endif
