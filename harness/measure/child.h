/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CHILD_H
#define SYSTOLL_CHILD_H

#include <spawn.h>
#include <stdbool.h>
#include <sys/types.h>

/* Attributes for posix_spawn by which a child begins with no signal blocked and with those at their
 * defaults that this program ignores for itself (SIGPIPE, SIGXFSZ), and with further flags. To be
 * destroyed by posix_spawnattr_destroy. 0 or an error number, as posix_spawn has it. */
int child_attributes(posix_spawnattr_t *attributes, short flags);

/* Whether the child was stopped because it, or another process of its group, asked something of a
 * terminal that is another group's, as sudo does for a password; child_terminal says what to do. */
bool child_asks_terminal(pid_t pid);
extern const char child_terminal[];

#endif
