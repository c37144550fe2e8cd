/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ATTEMPT_H
#define SYSTOLL_ATTEMPT_H

#include "matrix/paths.h"

/* One call of target on a path; for probe_run. */
struct attempt {
    const struct path *path;
    struct target target;
};
uint64_t attempt_run(void *attempt);

#endif
