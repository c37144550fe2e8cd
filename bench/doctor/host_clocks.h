/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_HOST_CLOCKS_H
#define SYSTOLL_DOCTOR_HOST_CLOCKS_H

#include "doctor/host.h"

/* Fills in the clocks, each counted in a child. */
void host_count_clocks(struct host *h);

#endif
