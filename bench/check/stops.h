/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_STOPS_H
#define SYSTOLL_STOPS_H

#include "check/ending.h"

/* A call to be traced, and the stops of its process that count. */
struct traced {
    struct attempt attempt;
    int request;       /* PTRACE_SYSCALL or PTRACE_SINGLESTEP */
    uint64_t from, to; /* single steps count where rip lies in here */
    uint64_t enough;   /* so many say all that is asked, the end is not waited for; 0: no number */
};

/* What came of it. */
struct stops {
    uint64_t seen; /* stops that count */
    int signal;    /* that ended the call; 0: it returned, or there were enough */
};

enum { STOPS_MOST = 20000 }; /* of all stops: an emulated guest does some thousands a second */

/* Traces t's call in a child of its own. NULL with what came in *stops; or why nothing can be said,
 * a sentence without its full stop in a static buffer: tracing is refused, or the call did not end
 * within STOPS_MOST stops or a second. */
const char *stops_count(struct traced *t, struct stops *stops);

#endif
