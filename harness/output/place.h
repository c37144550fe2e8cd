/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_OUTPUT_PLACE_H
#define SYSTOLL_OUTPUT_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

/* Where a file is put. */

/* Opens the folder that the path leads to, as a path only (O_PATH), and points name at what is
 * left. A link on the way is followed where this user or root made it. A descriptor, or -errno:
 * -ELOOP where another user's link is on the way. */
int place_folder(const char *path, const char **name);

/* "a directory", "a symbolic link", "a file", "a device, pipe or socket". */
const char *place_kind(mode_t mode);

/* Whether it is a pipe or a device of this user or root, or place_descriptor: written as it stands.
 */
bool place_stands(const char *path);
/* Whether standard output or standard error go to that regular file. */
bool place_is_stream(const char *path);

/* The number N of /dev/stdin, /dev/stdout, /dev/stderr, /dev/fd/N or /proc/self/fd/N; else -1. */
int place_descriptor(const char *path);

/* Whether an output's path and another one lead to one file, there or not: by device and inode, or
 * by folder and name. As the other, "-" is standard input. */
bool place_same(const char *path, const char *other);

#endif
