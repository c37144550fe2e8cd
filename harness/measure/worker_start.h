/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MEASURE_WORKER_START_H
#define SYSTOLL_MEASURE_WORKER_START_H

#include "measure/worker.h"

/* Starts a worker, in a process group of its own. 0; or -errno with a sentence in w->message. */
int worker_start(struct worker *w, const struct worker_options *o);
/* Once it has answered, or ended without an answer: 0; or -ESTALE with a sentence in w->message
 * where it may be of another program, put in place between the look at the path and the execve that
 * a prefix or the path's user does. */
int worker_confirm(struct worker *w, const struct worker_options *o);
/* Ends it with its process group, and waits for it; its wait status, 0 where there was none; -errno
 * where it can't be waited for. */
int worker_stop(struct worker *w);
/* Sees to it that w->message says how a worker ended, after an error that a read gave and with the
 * status that worker_stop gave. */
void worker_say_end(struct worker *w, int error, int status);

#endif
