/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_H
#define SYSTOLL_SUMMARY_H

#include "record/record.h"

#include <jansson.h>

struct parts;

/* Pure arithmetic from a record's manifest, samples and other lines to its summary line: run and
 * cells in the shape that `systoll report --format json` prints. A new reference, or NULL without
 * memory. Judges nothing and runs nothing, so an old record can be summarised again. */
json_t *summary_make(const struct record *r);

/* The report document, schema systoll.report/1: machine, run, cells. Uses the summary that stands
 * in the record, or makes it where there is none. A new reference. */
json_t *summary_report(const struct record *r);

/* parts_make, with the run's clock and whether its canary holds. */
int summary_parts(const struct record *r, struct parts *p);

#endif
