/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_AGAINST_DOCUMENT_H
#define SYSTOLL_FLEET_AGAINST_DOCUMENT_H

#include "fleet/against/changes.h"

#include <jansson.h>

#define FLEET_CHANGES_SCHEMA "systoll.changes/1"

/* What changed between two sweeps, as fleet_shifts_judge judged it, as a systoll.changes/1 document
 * (results/README.md). groups are those of the earlier sweep, measured. A new reference, or NULL
 * without memory. */
json_t *fleet_changes_document(const struct sweeps *s, const struct fleet_groups *groups,
                               const struct fleet_changes *c);

/* The exit code: 0 unchanged, or changed for nothing worse; 1 worse; 2 not all read; 3 undecided;
 * 4 not comparable. */
int fleet_changes_outcome(const json_t *document);

#endif
