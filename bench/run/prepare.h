/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_PREPARE_H
#define SYSTOLL_RUN_PREPARE_H

#include "run/session.h"

/* Takes the CPU, describes the machine, proves every cell, counts, and writes the manifest. 0;
 * -ENODATA where no cell can be measured (the manifest says why for each); -errno. */
int session_prepare(struct session *s);

/* Proves the request's cells, each in a worker like the one that would time it, and does no more. 0
 * or -errno, as session_prepare. */
int session_prove(struct session *s);

#endif
