/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MATRIX_ITEMS_H
#define SYSTOLL_MATRIX_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

/* Comma-separated lists, as options take them; NULL is one without items. */

enum { ITEMS_LONGEST = 256 }; /* with its end */

/* The items one at a time, *list moving on: false at the end. */
bool items_next(const char **list, char *item, size_t item_size);
bool items_have(const char *list, const char *name);
/* 0; or -EINVAL and a sentence where an item is longer than any name. */
int items_check(const char *list, char *error, size_t error_size);

#endif
