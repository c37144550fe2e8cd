/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_PAIRS_H
#define SYSTOLL_RECORD_PAIRS_H

#include "record/fields.h"
#include "stats/paired.h"

#include <jansson.h>

/* A record's pairs line (results/README.md) of the blocks of one round, of size 1 and more: a new
 * reference, or NULL without memory. */
json_t *line_pairs(const struct paired *p, size_t size);

/* Checks a pairs line and adds its blocks to p (NULL: only checks): all of them, or none where it
 * is false, with what is wrong. */
bool check_pairs(const json_t *line, size_t cells, struct paireds *p, struct complaint *what);
/* The same for a line of type ab, what is compared, or broken, what ended a worker. */
bool check_sides(const json_t *line, size_t cells, struct complaint *what);

#endif
