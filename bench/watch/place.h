/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLACE_H
#define SYSTOLL_PLACE_H

#include "watch/caller.h"

/* Finds the file that the caller's process has mapped at its address, the offset in it and the
 * symbol there; what can't be found stays as it is. */
void place_find(const char *root, struct caller *caller);

#endif
