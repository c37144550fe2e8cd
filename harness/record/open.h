/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_OPEN_H
#define SYSTOLL_RECORD_OPEN_H

#include "record/record.h"

/* Reads a record ("-": standard input), from its begin to its end, once: a pipe will do. 0; or
 * -errno, with one sentence in error that names file, line and what is wrong: not a record, a newer
 * schema, a line over 4 MiB, no whole round, a field that is missing or out of range, more samples
 * than 80 MiB have room for. On error *r is empty. */
int record_read(const char *path, enum record_depth depth, struct record *r, char *error,
                size_t error_size);
/* The same from a stream; name is for sentences. Where the fuzzer enters. */
int record_read_stream(FILE *in, const char *name, enum record_depth depth, struct record *r,
                       char *error, size_t error_size);

#endif
