/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_H
#define SYSTOLL_SUMMARY_H

#include "record/record.h"

#include <jansson.h>

/* Pure arithmetic from a record's manifest, samples and other lines to its summary line: run and
 * cells in the shape that `systoll report --format json` prints. A new reference, or NULL without
 * memory. Judges nothing and runs nothing, so an old record can be summarised again. */
json_t *summary_make(const struct record *r);

/* The report document, schema systoll.report/1: machine, run, cells. Uses the summary that stands
 * in the record, or makes it where there is none. A new reference. */
json_t *summary_report(const struct record *r);

/* What each launch cost, by cell: an array of {"ns", "calls"}, in the order in which they ran.
 * Empty where the record was read without its samples, holds none, or counts instructions. A new
 * reference.
 */
json_t *summary_launches(const struct record *r);

#endif
