/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_PREPARE_H
#define SYSTOLL_RUN_PREPARE_H

#include "run/session.h"

/* Takes the CPU, describes the machine, proves every cell, counts, and writes the manifest. 0;
 * -ENODATA where no cell can be measured (the manifest says why for each); -errno. */
int session_prepare(struct session *s);

#endif
