/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_SESSION_H
#define SYSTOLL_CMD_GATE_SESSION_H

#include "cmd/cmd.h"

#include "ab/ab.h"

/* What gates that measure share. Each gives an exit code, a sentence having been printed, or -1 to
 * go on. */

/* Catches signals and puts back what an earlier gate left changed; with needed this one will change
 * settings too (undo_open). */
int gate_recover(const char *command, struct undo *u, bool needed);
/* Selects cells (NULL: the default ones), chooses the CPU and prepares the session, without a
 * record where s->writer is NULL. */
int gate_prepare(struct session *s, const char *command, const char *cells);
/* Says why a session or A and B failed: EXIT_USAGE, or EXIT_INTERRUPTED. */
int gate_failed(const struct ab *ab, const char *command, int error);
/* A signal has come. */
bool gate_stopped(void);
void gate_end_progress(void);

/* Seconds such as 90, 90s, 10m or 1h. EXIT_OK, or EXIT_USAGE after one sentence. */
int gate_take_seconds(const char *command, const char *option, const char *arg, double *seconds);

#endif
