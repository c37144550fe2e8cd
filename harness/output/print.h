/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_OUTPUT_PRINT_H
#define SYSTOLL_OUTPUT_PRINT_H

#include "output/output.h"

#include <stdio.h>

/* Prints into it and commits; or discards, whatever failed. 0 or -errno. */
int output_finish(struct output *o, int (*print)(const void *arg, FILE *), const void *arg);

/* Opens, prints and commits; a partial file never stays. What is a device, a pipe or a descriptor
 * of this process (/dev/stderr, /dev/fd/3) is written to as it stands. replaces, unless NULL: there
 * was an earlier file. 0; or -errno with one sentence in error. */
int output_print(const char *path, const struct output_kind *kind,
                 int (*print)(const void *arg, FILE *), const void *arg, bool *replaces,
                 char *error, size_t size);

/* What a stream's errors come to, once it is flushed: 0 or -errno. */
int output_flush(FILE *out);

#endif
