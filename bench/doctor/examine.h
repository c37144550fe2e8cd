/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_EXAMINE_H
#define SYSTOLL_DOCTOR_EXAMINE_H

#include "doctor/host.h"

/* Examines this machine. What can't be found out stays marked so. host_free afterwards. 0, or
 * -errno where no child process or no memory is to be had. */
int host_examine(struct host *h);
void host_free(struct host *h);

#endif
