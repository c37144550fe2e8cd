/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FUZZ_ANSWER_H
#define SYSTOLL_FUZZ_ANSWER_H

#include "gate/formats.h"
#include "input.h"
#include "printed.h"

/* What the fuzzers of a gate share: a gate's answer in every format. */

static inline void print_all(const json_t *answer)
{
    print_in(gate_formats, answer);
}

#endif
