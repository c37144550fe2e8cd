/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_FLEET_FACTS_H
#define SYSTOLL_PAGE_FLEET_FACTS_H

#include "fleet/groups.h"

#include <jansson.h>

/* What a page shows of a fleet beside its document, "strips": for each of up to 60 cells its name
 * as "cell" and "dots", each [ratio, level, outside] (strips.h). A new reference, or NULL without
 * memory. */
json_t *fleet_facts(const struct fleet *f, const struct fleet_groups *g);

#endif
