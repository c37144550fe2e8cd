/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_AB_H
#define SYSTOLL_GATE_AB_H

#include "record/record.h"

#include <jansson.h>

/* Judges a record of A and B, read with its samples: a systoll.gate/1 document, concluded, and the
 * same for the same record. A new reference; NULL without memory, or where the record is of
 * something else (ab_line). */
json_t *ab_judge(const struct record *r);

#endif
