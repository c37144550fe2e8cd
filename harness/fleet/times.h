/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_TIMES_H
#define SYSTOLL_FLEET_TIMES_H

#include "fleet/fleet.h"
#include "record/record.h"

/* Takes the times of a record's summary, and whether the host was busy. False without memory. */
bool fleet_take_times(struct fleet *f, struct fleet_host *h, const struct record *r);

#endif
