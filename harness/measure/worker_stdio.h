/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORKER_STDIO_H
#define SYSTOLL_WORKER_STDIO_H

#include "measure/worker_serve.h"

#include <stdio.h>

/* worker_serve from one stream to another; out should be fully buffered. 0, or -errno. */
int worker_serve_stdio(const struct worker_host *host, FILE *in, FILE *out);

#endif
