/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WATCH_H
#define SYSTOLL_WATCH_H

#include "watch/callers.h"
#include "watch/ring.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { WATCH_WHY = 700 };

/* perf events of the tracepoint vsyscall:emulate_vsyscall, one for each call, CPU and thread that
 * is watched, which count exactly, and a buffer of samples for each CPU. No setting of the machine
 * is changed for that. */
struct watch {
    int *events[PAGE_CALLS]; /* size descriptors each */
    size_t size, room;
    struct ring *rings;
    int cpus; /* of rings; those that are not online have no page */
    uint64_t lost;
    char why[WATCH_WHY];
};

/* Watches a process with all its threads and what it forks, or every process (pid -1). NULL, or a
 * sentence without its full stop, in w->why. watch_close afterwards in any case. */
const char *watch_open(struct watch *w, pid_t pid);

/* Adds the samples that have come. */
void watch_drain(struct watch *w, struct callers *callers);

/* Ends the counting and gives the calls, exactly, by page_calls. 0 or -errno. */
int watch_stop(struct watch *w, struct callers *callers, uint64_t counts[PAGE_CALLS]);
void watch_close(struct watch *w);

#endif
