/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_MEASURE_H
#define SYSTOLL_RUN_MEASURE_H

#include "run/session.h"

/* Measures what is prepared. 0, -EINTR where it was stopped, or -errno; what came until then is in
 * the record. */
int session_measure(struct session *s);

#endif
