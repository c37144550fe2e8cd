/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_EVENTS_H
#define SYSTOLL_EVENTS_H

#include "count/pmu.h"

enum { EVENT_NAME = 128, EVENT_CAUSE = 400, EVENT_WHY = 700 };

/* An event to be counted. */
struct event {
    char name[EVENT_NAME];       /* as libpfm4 knows it */
    struct perf_event_attr attr; /* what the kernel is asked for */
    int pass;                    /* events of one pass count together; from 0 */
    bool rdpmc;                  /* the pass is read in user space */
    char why[EVENT_WHY];         /* "", or a sentence without its full stop: not counted */
};

/* Makes of a name what the kernel is asked for: the modes that :u and :k name, both without them;
 * never a hypervisor's work nor a guest's, unless a modifier asks for it. e->why says where the
 * name names no event. */
void event_make(struct event *e, const char *name);

/* Says in e->why why it is not counted: error is -errno of perf_event_open, or -EBUSY where it did
 * not count all along. */
void event_refuse(struct event *e, int error);

/* e->why without the event's name, where the reason is not the event's own. */
const char *event_reason(const struct event *e);

/* Makes it, and opens and closes it once: e->why says where that failed. */
void event_open(const struct pmu *pmu, struct event *e, const char *name);

#endif
