/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_FACTS_H
#define SYSTOLL_FLEET_FACTS_H

#include "fleet/fleet.h"
#include "record/record.h"

/* The number of the setup that the record, with manifest and summary, tells of: a new one where no
 * host had it before; 0 without memory. */
uint32_t fleet_setup_of(struct fleet *f, const struct record *r);

#endif
