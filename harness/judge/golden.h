/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_GOLDEN_H
#define SYSTOLL_GATE_GOLDEN_H

#include "output/output.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define GOLDEN_SCHEMA "systoll.golden/1"

/* Golden counts: instructions per call of each cell in guests of one emulator, as one version of
 * systoll's loops counts them; a systoll.golden/1 document (results/README.md). */

/* Where the counts for a report stand: DIR/EMULATOR-LOOPS.json. 0; or, with a
 * sentence in why without its full stop, -ENODATA where it has no such key, -ENAMETOOLONG. */
int golden_path(const json_t *report, const char *dir, char *path, size_t size, char *why,
                size_t why_size);

/* Reads such a file, which is untrusted; one that isn't there is one without guests. A new
 * reference, or NULL with a sentence in error. */
json_t *golden_read(const char *path, char *error, size_t size);

/* Takes the report's counts as its guest's; notes what changed. */
void golden_take(json_t *answer, const char *name, const json_t *report, json_t *golden);

/* Makes it the file, or leaves that as it was: the same counts give the same bytes. 0 or -errno. */
int golden_write(const json_t *golden, struct output *o);

#endif
