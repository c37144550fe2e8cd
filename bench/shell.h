/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SHELL_H
#define SYSTOLL_SHELL_H

#include <stddef.h>

/* Runs a command by `sh -c` and waits for it, in a process group of its own, so that a Ctrl-C for
 * this program is none for it; its input is empty and its output goes to standard error. 0; else
 * -errno, or -ECHILD where it failed, with "ended with exit code 3" or so in how. */
int shell_run(const char *command, char *how, size_t size);

#endif
