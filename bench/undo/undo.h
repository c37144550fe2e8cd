/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_UNDO_H
#define SYSTOLL_UNDO_H

#include "undo/say.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* A command that puts a changed setting back, noted in a file before anything is changed: root's in
 * $STATE_DIRECTORY or /var/lib/systoll, another user's in $XDG_STATE_HOME/systoll or
 * ~/.local/state/systoll, below each undo.d/N.json, one file for each run. Whatever ends this
 * process, the next one finds it there. One process at a time has the folder's lock, and changes
 * settings: the notes that it finds are of runs that have ended. */
struct undo {
    int folder, lock, note; /* -1: not open */
    char path[PATH_MAX];    /* of the folder, and its note's name there, for sentences */
    char name[24];
    const char *command;
};

/* Carries out what earlier runs left, and says what was done and what could not be. With needed it
 * also takes the lock, until undo_close: 0; or -errno, the reason having been said: a setting is
 * still changed, another process changes one, or no note could be kept. Without, always 0, and u is
 * closed. */
int undo_open(struct undo *u, bool needed, undo_say *say, void *arg);

/* Notes the command, and this process's folder, environment and mask, for it to run in. 0; or
 * -errno with a sentence in said, and nothing may be changed. */
int undo_arm(struct undo *u, const char *command, char *said, size_t size);

/* Notes the process group of the command that is about to begin; for struct shell. 0 or -errno. */
int undo_started(void *undo, int group);

/* Runs the command and removes the note; nothing where none was noted. 0; or -errno with the
 * sentence that says what was not put back: the note stays. */
int undo_run(struct undo *u, char *said, size_t size);

void undo_close(struct undo *u);

#endif
