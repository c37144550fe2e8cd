/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_ROUND_H
#define SYSTOLL_RECORD_ROUND_H

#include "measure/sample.h"
#include "record/fields.h"

#include <jansson.h>

/* A round line, turned into samples that are added to s: all of them, or none where it is false. */
bool check_round(const json_t *line, size_t cells, struct samples *s, struct complaint *what);

#endif
