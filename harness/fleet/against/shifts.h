/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_SHIFTS_H
#define SYSTOLL_FLEET_SHIFTS_H

#include "fleet/against/changes.h"

/* The least slowdown that matters, as for gate boots. */
#define FLEET_MARGIN 0.02

/* Judges the times of each change as gate boots does, a host being what a boot is there: Welch's
 * test of the hosts' times now against those before, the error of 5 % shared by all cells of all
 * changes. A host is timed that was not busy in either sweep and was no outlier before; a cell is
 * judged where so many hosts have it as gate boots needs boots. groups are those of the earlier
 * sweep. False without memory. */
bool fleet_shifts_judge(struct fleet_changes *c, const struct sweeps *s,
                        const struct fleet_groups *groups);

#endif
