/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_FILE_H
#define SYSTOLL_GATE_FILE_H

#include <stdio.h>

/* Writes what print(arg, ...) gives to the file, whole or not at all: another reader sees
 * the old bytes or the new ones. What is no regular file (a pipe, a link, /dev/stderr) is written
 * through as it stands. 0 or -errno. */
int file_replace(const char *path, int (*print)(const void *arg, FILE *), const void *arg);

#endif
