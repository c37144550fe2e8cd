/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_PER_LAUNCH_H
#define SYSTOLL_SUMMARY_PER_LAUNCH_H

#include "record/record.h"

/* What each launch cost, by cell: an array of {"ns", "calls"}, in the order in which they ran.
 * Empty where the record was read without its samples, holds none, or counts instructions. A new
 * reference.
 */
json_t *summary_launches(const struct record *r);

#endif
