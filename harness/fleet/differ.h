/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_DIFFER_H
#define SYSTOLL_FLEET_DIFFER_H

#include "fleet/fleet.h"

/* A fact that two setups have different values of; FLEET_ABSENT where one lacks the field. */
struct fleet_difference {
    uint32_t field, value, other;
};
#define FLEET_ABSENT UINT32_MAX
enum { FLEET_MOST_FACTS = 3 * 4096 + 1024 }; /* more are not looked at */

/* In how many facts a differs from b. Writes those that at has room for: most of them. */
size_t fleet_differ(const struct fleet_setup *a, const struct fleet_setup *b,
                    struct fleet_difference *at, size_t most);
/* Sorts them by the text of their field, the class first. */
void fleet_differ_order(struct fleet_difference *at, size_t size, const struct words *words);

#endif
