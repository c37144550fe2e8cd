/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLACES_H
#define SYSTOLL_PLACES_H

#include "context/context.h"

/* Where a cell runs: a state of the process that makes the calls. */
struct place {
    const char *name, *help;
    const struct context *context; /* NULL: the process is as it was started */
    unsigned number;               /* of callers, where the name says it: threads:N */
};

enum { PLACES_NUMBERED = 8 }; /* so many of these at the most in one run */

/* The first one is where cells run unless others are asked for. Ends with a row without a name. */
extern const struct place places[];

/* The place of that name, or NULL. One with a number is made when it is first named, and lives as
 * long as the process. */
const struct place *place_named(const char *name);

/* NULL, or what is wrong with the number in such a name: a sentence's end. */
const char *place_misnumbered(const char *name);

/* Enters it, where there is something to enter. The CPU is the one that is measured on, of those
 * that are allowed (NULL: no others). NULL, or why not; as of struct context. */
const char *place_enter(const struct place *place, int cpu, const struct cpus *allowed);

/* Sees to it that the environment is what the place needs: true where it was not, and the process
 * has to be executed again. */
bool place_set_environment(const struct place *place);

#endif
