/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_SWEEPS_H
#define SYSTOLL_FLEET_SWEEPS_H

#include "fleet/fleet.h"

/* Two sweeps over the same hosts, whose texts have the same numbers (words_take): the later one was
 * read after it took the words of the earlier one. Of each host the record that counts. */

struct sweeps_pair {
    const struct fleet_host *before, *now;
    uint32_t change; /* from 1; fleet/against/changes.h */
};

/* In the order of names; nothing in them is owned. */
struct sweeps_hosts {
    const char **names;
    size_t size;
};

/* Owned by its holder: sweeps_free. */
struct sweeps {
    const struct fleet *before, *now;
    struct sweeps_pair *pairs; /* hosts that were measured in both, in the order of names */
    size_t size;
    struct sweeps_hosts came, left;
    struct sweeps_hosts copied; /* what both have is one and the same record */
};

/* Both fleets are in order (fleet_order), and outlive it. False without memory. */
bool sweeps_match(struct sweeps *s, const struct fleet *before, const struct fleet *now);
void sweeps_free(struct sweeps *s);

#endif
