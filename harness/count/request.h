/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COUNT_REQUEST_H
#define SYSTOLL_COUNT_REQUEST_H

#include "measure/worker_serve.h"

/* A worker's request to count what one call causes. */
extern const struct worker_request request_count;

#endif
