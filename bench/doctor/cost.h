/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_COST_H
#define SYSTOLL_DOCTOR_COST_H

#include "doctor/doctor.h"

/* Times the cells of all rows, on the host's CPU, which the process stays on. About a quarter of a
 * second each. 0; or -errno with the reason in *why, as selftest_begin. */
int doctor_time(struct host *h, struct doctor_costs *c, const char **why);

#endif
