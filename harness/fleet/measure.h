/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_MEASURE_H
#define SYSTOLL_FLEET_MEASURE_H

#include "fleet/groups.h"

/* Of each group the medians of its cells, how far they spread, and the fences. False without
 * memory. */
bool fleet_measure(const struct fleet *f, struct fleet_groups *g);

#endif
