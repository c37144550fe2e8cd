/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_PARTS_LAUNCH_H
#define SYSTOLL_SUMMARY_PARTS_LAUNCH_H

#include "summary/parts.h"

/* What one launch cost, of its costs; scratch has room for as many. In cycles each block goes by
 * the clock of its own round, so that the drift of the core's frequency, and what slows the whole
 * core, cancel; NAN where no round has a canary. */
double parts_launch_ticks(const struct parts *p, struct range launch, double *scratch);
double parts_launch_cycles(const struct parts *p, struct range launch, double *scratch);
/* Launch by launch into p->scratch; how many launches there were. */
size_t parts_each_launch(const struct parts *p, struct range at,
                         double (*centre)(const struct parts *, struct range, double *));

/* The part of a cell's costs that is of one launch. */
struct range parts_in_launch(const struct parts *p, struct range costs, uint32_t launch);
/* The costs of one cell to another's in the same rounds, both ranges of p->costs; how many rounds
 * have both. ratios has room for the shorter range. */
size_t parts_round_ratios(const struct parts *p, struct range of, struct range to, double *ratios);

#endif
