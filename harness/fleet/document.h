/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_DOCUMENT_H
#define SYSTOLL_FLEET_DOCUMENT_H

#include "fleet/groups.h"

#include <jansson.h>

#define FLEET_SCHEMA "systoll.fleet/1"

/* What became of a comparison; the numbers are exit codes. */
enum fleet_outcome {
    FLEET_ALL_ALIKE = 0,
    FLEET_OUTLIERS = 1,
    FLEET_UNREAD = 2,
    FLEET_UNDECIDED = 3,
    FLEET_INCOMPARABLE = 4
};

/* The population, which fleet_order put in order, with groups that fleet_measure measured, as a
 * systoll.fleet/1 document (results/README.md). A new reference, or NULL without memory. */
json_t *fleet_document(const struct fleet *f, const struct fleet_groups *g);

/* Records that could not be read: [{record, reason}]. A new reference. */
json_t *fleet_unread_json(const struct fleet *f);

enum fleet_outcome fleet_outcome_of(const json_t *document);

#endif
