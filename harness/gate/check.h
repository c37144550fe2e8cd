/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_CHECK_H
#define SYSTOLL_GATE_CHECK_H

#include "record/fields.h"

#include <jansson.h>

/* Whether an untrusted document is a systoll.gate/1 answer as docs/gate.md has it, so that it can
 * be printed; else false, with what is wrong. */
bool gate_check(const json_t *answer, struct complaint *what);

#endif
