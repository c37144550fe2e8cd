/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_UNDO_NOTE_H
#define SYSTOLL_UNDO_NOTE_H

#include "undo/group.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What a run notes before it changes a setting: how to put it back as the run itself would have.
 * Two lines of JSON; the second, which is written in place, is the process group of the command
 * that was started last. */
struct undo_note {
    char *command; /* for sh */
    char *folder;  /* absolute; NULL in a note of schema 1, which has the command alone */
    char **environment;
    mode_t mask;
    pid_t pid;      /* of the run; 0 in schema 1 */
    char *boot;     /* the kernel's boot_id, "" where unknown */
    off_t group_at; /* where the second line begins; 0 in schema 1 */
    struct group group;
};

enum { UNDO_NOTE_MOST = 16 << 20, UNDO_GROUP_LINE = 80 };

/* The note of this process, as text that the caller frees. 0; -ENOENT where the working directory
 * has no path; -E2BIG; -ENOMEM. */
int undo_note_make(const char *command, char **text, size_t *size);

/* The second line, of UNDO_GROUP_LINE - 1 characters and its newline. */
void undo_note_group(const struct group *g, char line[UNDO_GROUP_LINE + 1]);

/* Takes a note apart, which may be any bytes. False, with what is wrong with it in why, which goes
 * on after a file's name. undo_note_free in both cases. */
bool undo_note_parse(const char *text, size_t size, struct undo_note *n, char *why,
                     size_t why_size);
void undo_note_free(struct undo_note *n);

/* The boot that the system is in, squeezed; "" where unknown. */
void undo_note_boot(char *boot, size_t size);

#endif
