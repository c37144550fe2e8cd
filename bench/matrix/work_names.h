/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORK_NAMES_H
#define SYSTOLL_WORK_NAMES_H

#include "measure/work.h"

/* The harness's own works beside the cells. */
#define WORK_EMPTY "empty"
#define WORK_CANARY_ADD "canary_add"
#define WORK_CANARY_MUL "canary_mul"
#define WORK_CONTROL "control:ret"
#define WORK_INJECT_ALONE "inject_alone"

/* "NAME+LINKS" is the cell, or WORK_INJECT_ALONE, with an injected chain of so many links. */

/* The work of a cell or of the harness's own, resolved once and kept; or NULL and why not, a
 * sentence that lives until the next call. What a worker finds its work by. */
const struct work *work_find(const char *name, const char **reason);

#endif
