/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SYSFILE_H
#define SYSTOLL_SYSFILE_H

#include <stddef.h>

/* The kernel's small text files. root goes before every path: "" for the running system, a
 * directory of the same shape in tests. Whatever comes back is the caller's to free. */

/* The first 4 MiB of a regular file (nothing else is opened for long: a FIFO would block), with a
 * NUL behind them that size does not count. NULL, with errno, where it cannot be read. */
char *sysfile_bytes(const char *root, const char *path, size_t *size);

/* The same as text: whatever is not printable ASCII, a tab or a newline becomes '?', so that it may
 * go into JSON and onto a terminal. */
char *sysfile_text(const char *root, const char *path);

/* The names in a directory, sorted, dot files left out; ends with NULL; NULL where it cannot be
 * read. */
char **sysfile_names(const char *root, const char *path);
void sysfile_names_free(char **names);

/* A copy of size bytes with runs of white space as one blank and none at the ends; cut at 4095. */
char *text_squeeze(const char *text, size_t size);

/* The squeezed value of the first line "key : value" of text; NULL where there is none. */
char *text_value(const char *text, const char *key);

/* The whole file squeezed; NULL where it cannot be read. */
char *sysfile_line(const char *root, const char *path);

#endif
