/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMMAND_H
#define SYSTOLL_COMMAND_H

#include <sys/types.h>

/* A command that waits to be begun, so that it can be watched from its first instruction. */
struct command_child {
    pid_t pid;
    int gate;   /* closed by command_begin */
    int failed; /* gives errno where it can't be run */
};

/* Its standard output goes to standard error. 0 or -errno. */
int command_prepare(struct command_child *c, char *const argv[]);
/* Lets it run. 0, or -errno of execvp. */
int command_begin(struct command_child *c);
/* Ends it where it still runs, by SIGTERM and then by SIGKILL, and gives the status of waitpid. */
int command_end(struct command_child *c);

#endif
