/* SPDX-License-Identifier: MIT */
#include "matrix/attempt.h"

uint64_t attempt_run(void *attempt)
{
    struct attempt *a = attempt;
    return a->path->loop(&a->target, 1);
}
