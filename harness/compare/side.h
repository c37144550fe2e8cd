/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_SIDE_H
#define SYSTOLL_COMPARE_SIDE_H

#include <jansson.h>
#include <stdbool.h>

/* Records of several boots as one side of a comparison. */

enum { SIDE_LEAST_BOOTS = 6 }; /* fewer give no interval, and no verdict */

/* Whether two reports are of one configuration: all that a record says of platform and subject is
 * equal, and how was measured. */
bool side_same(const json_t *a, const json_t *b);

/* MODE[-WORDS]-KERNEL of one of those reports, with the words that tell it apart; compare_names
 * then leaves out what all have at the end. A new reference, or NULL without memory. */
json_t *side_name(const json_t *report, const json_t *reports);

/* The reports (one at least) as one, whose run has their number as "boots": the boot is the unit.
 * One alone stays as it is. A new reference, or NULL without memory. */
json_t *side_make(json_t *reports);

#endif
