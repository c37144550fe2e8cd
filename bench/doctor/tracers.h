/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_TRACERS_H
#define SYSTOLL_DOCTOR_TRACERS_H

#include "doctor/host.h"

/* What tracefs says is on: an object of the names that the lines of tracers go by. NULL where it
 * can't be read. */
json_t *host_tracing(void);
/* Looks for perf events among the open files of all processes. */
void host_find_holders(struct host *h);

#endif
