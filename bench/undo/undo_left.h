/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_UNDO_LEFT_H
#define SYSTOLL_UNDO_LEFT_H

#include "undo/say.h"

#include <stdbool.h>

/* What undo.c needs of undo_left.c: the notes of runs that have ended, in a folder whose lock is
 * held. */

/* A note is written under this name first. */
#define UNDO_PARTIAL "partial"

/* Some note is there, whosever, or a part of one. */
bool undo_left_some(int folder);

/* Ends what is still running of each run, runs its undo where and as the run would have, and
 * removes the note. 0; or -errno where something was not put back, which was said. */
int undo_left_carry_out(int folder, const char *path, undo_say *say, void *arg);

/* The same for the one note of systoll 0.1.0: ~/.local/state/systoll/undo, for root too. */
int undo_left_carry_out_old(undo_say *say, void *arg);

/* Writes the group into the note that is open there. 0 or -errno. */
int undo_left_note_group(int note, int group);

#endif
