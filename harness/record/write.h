/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_WRITE_H
#define SYSTOLL_RECORD_WRITE_H

#include <jansson.h>
#include <stddef.h>

/* Opens path for writing ("-": standard output), by the rules of output.h. NULL, with a sentence in
 * error. */
struct record_writer *record_create(const char *path, char *error, size_t error_size);
/* What of earlier runs gives way to the record, as a sentence for people; NULL: nothing. */
const char *record_displaces(const struct record_writer *w);
/* Appends one line, flushed to the kernel. 0 or -errno (ENOSPC, ...); the lines before stay whole.
 */
int record_append(struct record_writer *w, const json_t *line);
/* Renames into place and frees. 0 or -errno; the partial file stays where that failed. */
int record_commit(struct record_writer *w);
/* Frees; leaves what was written under its partial name. */
void record_abandon(struct record_writer *w);
/* Frees, and removes what was written: it holds nothing that was measured. */
void record_discard(struct record_writer *w);

#endif
