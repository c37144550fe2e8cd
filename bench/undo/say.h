/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_UNDO_SAY_H
#define SYSTOLL_UNDO_SAY_H

enum { UNDO_SENTENCE = 1200 };

/* Takes a whole sentence, which may quote what is no safe text for a terminal. */
typedef void undo_say(void *arg, const char *sentence);

#endif
