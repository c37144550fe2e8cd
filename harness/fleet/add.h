/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_ADD_H
#define SYSTOLL_FLEET_ADD_H

#include "fleet/fleet.h"
#include "record/record.h"

/* Adds a record, with manifest and summary, of the host of that name; order says which of several
 * records of a host is the first. 0 or -ENOMEM. */
int fleet_add(struct fleet *f, const char *name, size_t order, const struct record *r);

#endif
