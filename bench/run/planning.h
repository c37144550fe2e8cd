/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLANNING_H
#define SYSTOLL_PLANNING_H

#include "run/session.h"

/* Makes the 32-bit program ready, where a cell of it is asked for; where it can't run, its cells
 * are skipped, with the reason. 0. */
int session_carry(struct session *s);

/* Plans the request's cells, each in the worker that its place and program have, and the harness's
 * own works. 0 or -errno. */
int session_plan(struct session *s);

/* Leaves the plan what is left of the seconds asked for, and says in expected how many timing will
 * take. 0. */
int session_expect(struct session *s);

/* Adds one of the harness's own works. */
void plan_work(struct plan *plan, const char *name);

#endif
