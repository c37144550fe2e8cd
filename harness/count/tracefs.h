/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TRACEFS_H
#define SYSTOLL_TRACEFS_H

#include <stddef.h>

/* A descriptor of tracefs's root, which the caller closes: where it is mounted, else a detached
 * mount that nobody else sees and that is gone with the descriptor. Or -errno. */
int tracefs_open(void);

/* The id of an event ("raw_syscalls/sys_enter") below that descriptor, or -errno. */
int tracefs_event_id(int tracefs, const char *event);

/* Why no id could be had, and what to do about it: a sentence without its full stop, written to
 * text, which is given back. error is what the two above gave. */
const char *tracefs_why(int error, char *text, size_t size);

#endif
