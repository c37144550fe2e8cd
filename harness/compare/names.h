/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_NAMES_H
#define SYSTOLL_COMPARE_NAMES_H

#include <stddef.h>

enum { COMPARE_NAME = 64 };

/* Names for so many paths: their stems ("-": stdin), without what all begin or end with, and
 * numbered where two would be the same, in quotes where a sentence would take one for more than a
 * name; valid UTF-8. */
void compare_names(char *const *paths, size_t size, char (*names)[COMPARE_NAME]);

#endif
