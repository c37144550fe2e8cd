/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_FINISH_H
#define SYSTOLL_RUN_FINISH_H

#include "run/session.h"

/* Ends the record with frequency and summary. 0 or -errno. */
int session_finish(struct session *s, bool interrupted);

/* After that: false where no cell has a figure, with the first cell that has none, and its reason,
 * in why. */
bool session_measured(const struct session *s, char *why, size_t size);

#endif
