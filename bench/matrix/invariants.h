/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_INVARIANTS_H
#define SYSTOLL_GATE_INVARIANTS_H

#include <jansson.h>

/* What is exact on any machine, from a systoll.report/1 document; rows and notes go to the answer
 * under the record's name. */

/* Kernel entries per call of each cell, against what its path and its call are made of. */
void gate_invariants(json_t *answer, const char *name, const json_t *report);

#endif
