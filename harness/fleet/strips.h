/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_STRIPS_H
#define SYSTOLL_FLEET_STRIPS_H

#include "fleet/groups.h"

#include <stdbool.h>
#include <stddef.h>

/* The cells of all groups, in the order in which they come: the rows of the picture. */
struct strips {
    uint32_t *cells; /* owned */
    size_t size;
    double least, most; /* of the natural logarithms of all ratios put */
};

/* At most that many rows. False without memory. */
bool strips_list(struct strips *s, const struct fleet_groups *g, size_t most);

/* A host of a row. */
struct strip_dot {
    double ratio; /* to its group's median */
    double level; /* how far above or below the row's middle, -1 to 1 */
    bool outside;
};

/* Gives each dot of each row to put, and notes the ratios' ends. Dots of one place are put beside
 * each other; those for which there is no room are left out. False without memory. */
bool strips_put(struct strips *s, const struct fleet *f, const struct fleet_groups *g,
                void (*put)(void *to, size_t row, const struct strip_dot *dot), void *to);

#endif
