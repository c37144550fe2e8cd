/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_UNDO_H
#define SYSTOLL_UNDO_H

#include <stddef.h>

/* A command that puts a changed setting back, noted in a journal before anything is changed:
 * $XDG_STATE_HOME/systoll/undo, by default ~/.local/state/systoll/undo. Whatever ends this process,
 * the next one finds it there. */
struct undo {
    int journal; /* -1: none; locked while this process may have changed something */
    const char *command;
};

enum { UNDO_SENTENCE = 700 };

/* Runs what an earlier process left, unless that is still at work. 1 where it was run, 0 where
 * there was nothing, both with what there is to say in said ("": nothing); -errno with the sentence
 * that says what was not put back. */
int undo_recover(char *said, size_t size);

/* Notes the command. 0; or -errno with a sentence in said, and nothing may be changed. */
int undo_arm(struct undo *u, const char *command, char *said, size_t size);

/* Runs the command and clears the journal; nothing where none was noted. 0; or -errno with the
 * sentence that says what was not put back: the journal keeps it. */
int undo_run(struct undo *u, char *said, size_t size);

#endif
