/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REQUESTS_H
#define SYSTOLL_REQUESTS_H

#include "measure/worker_serve.h"

/* What every worker answers: one timed block, many small ones, what the kernel counted of it. */
extern const struct worker_request request_block, request_batch, request_usage;

/* For requests elsewhere: what the work has done before its warm-up and behind the last repetition;
 * a small part of n repetitions, untimed. */
void request_begin(const struct work *w);
void request_finish(const struct work *w);
void request_warm_up(const struct work *w, uint64_t n);

#endif
