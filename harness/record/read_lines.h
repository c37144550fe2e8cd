/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_LINES_H
#define SYSTOLL_RECORD_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The longest lines of a run are a tenth of that; JSON takes twenty times the memory of its text.
 */
#define RECORD_MAX_LINE ((size_t)4 << 20)

/* Lines of a stream, read in pieces so that an endless line is never held whole. */
struct lines {
    FILE *in;
    char *buffer;
    size_t start, end, capacity;
    size_t number; /* of the line that lines_next gave last, from 1 */
    bool cut;      /* that line had no newline: the end of the stream */
};

/* The next line without its newline, valid until the next call; its size in *size. NULL at the end
 * (*result 0), or with *result -errno; -EFBIG is a line over RECORD_MAX_LINE. */
const char *lines_next(struct lines *l, size_t *size, int *result);
void lines_free(struct lines *l);

/* Whether a record that isn't at path is at path.partial: its run goes on, was killed, or met a
 * full disk. */
bool lines_partial(const char *path);

#endif
