/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLACES_H
#define SYSTOLL_PLACES_H

/* Where a cell runs: a state of the process that makes the calls. */
struct place {
    const char *name, *help;
    /* NULL, or enters it for good, and for what the process executes too. NULL, or a static
     * sentence without its full stop: why not. */
    const char *(*enter)(void);
};

/* The first one is where cells run unless others are asked for. Ends with a row without a name. */
extern const struct place places[];

/* The place of that name, or NULL. */
const struct place *place_named(const char *name);

#endif
