/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_FINDINGS_H
#define SYSTOLL_FLEET_FINDINGS_H

#include "fleet/judge.h"

#include <jansson.h>

/* "outlier", "suspect", "busy", "alone"; "alike". */
const char *fleet_verdict_name(enum fleet_verdict v);

/* What is to be said of hosts, those of which the same is to be said together: an array of
 * findings, outliers first; adds to counts how many hosts got each verdict, by its name. A new
 * reference, or NULL without memory. */
json_t *fleet_findings(const struct fleet *f, const struct fleet_groups *g, json_t *counts);

/* The hosts among them that another record is to decide on, as a set; "" where there are none. A
 * new reference, or NULL without memory. */
json_t *fleet_suspects(const json_t *findings);

/* A fact that one setup has otherwise than another: {class, field, value, KEY}, null where it is
 * absent. A new reference. */
struct fleet_difference;
json_t *fleet_difference_json(const struct fleet *f, const struct fleet_difference *d,
                              const char *key);

#endif
