/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_NAMES_H
#define SYSTOLL_COMPARE_NAMES_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

enum { COMPARE_NAME = 64 };

/* Names for so many paths: their stems ("-": stdin), without what all begin or end with, and
 * numbered where two would be the same, in quotes where a sentence would take one for more than a
 * name; valid UTF-8. */
void compare_names(char *const *paths, size_t size, char (*names)[COMPARE_NAME]);

/* Writes the names, strings, of some of a comparison's records: "a, b"; where these are many, "all
 * 18", "all but c", or "a, b, c and 9 more". */
void compare_put_names(const json_t *records, const json_t *names, FILE *out);

#endif
