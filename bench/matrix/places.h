/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLACES_H
#define SYSTOLL_PLACES_H

#include "context/context.h"

/* Where a cell runs: a state of the process that makes the calls. */
struct place {
    const char *name, *help;
    const struct context *context; /* NULL: the process is as it was started */
};

/* The first one is where cells run unless others are asked for. Ends with a row without a name. */
extern const struct place places[];

/* The place of that name, or NULL. */
const struct place *place_named(const char *name);

/* Enters it, where there is something to enter. NULL, or why not; as of struct context. */
const char *place_enter(const struct place *place);

/* Sees to it that the environment is what the place needs: true where it was not, and the process
 * has to be executed again. */
bool place_set_environment(const struct place *place);

#endif
