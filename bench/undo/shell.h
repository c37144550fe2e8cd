/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SHELL_H
#define SYSTOLL_SHELL_H

#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

/* How a command is run. All zero: as this process is, to its end. */
struct shell {
    char **environment; /* NULL: this process's environment, folder and mask */
    const char *folder; /* absolute */
    mode_t mask;
    const volatile sig_atomic_t *stop; /* not 0: end the command. NULL: nothing ends it */
    /* Called with the command's process group, before the command can do anything; it is not run
     * unless that gives 0. NULL: nothing. */
    int (*started)(void *arg, pid_t group);
    void *arg;
};

/* Runs a command by `/bin/sh -c` and waits for it, in a process group of its own, so that a Ctrl-C
 * for this program is none for it; its input is empty and its output goes to standard error. 0;
 * -EINTR where stop ended it, with its whole group; else -errno, or -ECHILD where it failed, with
 * "ended with exit code 3" or so in how. */
int shell_run(const struct shell *s, const char *command, char *how, size_t size);

#endif
