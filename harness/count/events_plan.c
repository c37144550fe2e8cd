/* SPDX-License-Identifier: MIT */
#include "count/events_plan.h"

#include "count/perf_set.h"
#include "count/perf_why.h"

#include <errno.h>

static uint64_t loop_nothing(void *arg, uint64_t n)
{
    (void)arg;
    return n;
}

/* Opens the event in the set and lets all of it count for a moment: that a group fits the hardware
 * is known when it is opened, that its counters are free only when it runs. */
static int try_event(struct perf_set *set, struct event *e)
{
    const struct work nothing = {.loop = loop_nothing};
    int64_t values[COUNT_NAMES_MAX];
    struct perf_event_attr attr = e->attr;
    int error = perf_set_add(set, &attr);
    return error ? error : perf_set_count(set, &nothing, 1, values);
}

/* Those of one pass are read in one way. */
static void settle_group(struct perf_set *set, struct event *const *members)
{
    size_t size = set->size;
    bool rdpmc = size && perf_is_hardware(&members[0]->attr) && perf_set_use_rdpmc(set);
    for (size_t i = 0; i < size; i++)
        members[i]->rdpmc = rdpmc;
    perf_set_close(set);
}

/* Whether what the first event of a pass refuses may be the group's fault. */
static bool too_many(int error)
{
    return error == -EINVAL || error == -EBUSY || error == -E2BIG || error == -ENOSPC;
}

/* A software event would keep RDPMC from its whole pass, so those have passes of their own. */
static bool of_another_kind(const struct event *a, const struct event *b)
{
    return perf_is_hardware(&a->attr) != perf_is_hardware(&b->attr);
}

struct passes {
    struct perf_set set;
    struct event *members[COUNT_NAMES_MAX];
    int number;
};

/* Begins a pass of this event alone; refuses it where even so it does not count. */
static void begin_pass(struct passes *p, struct event *e)
{
    settle_group(&p->set, p->members);
    int error = try_event(&p->set, e);
    if (error) {
        event_refuse(e, error);
        perf_set_close(&p->set);
        return;
    }
    e->pass = p->number++;
    p->members[0] = e;
}

/* The group without the event that spoilt it, opened again: a pinned one that failed once stays in
 * error. */
static void reopen(struct passes *p, size_t size)
{
    perf_set_close(&p->set);
    for (size_t i = 0; i < size; i++)
        try_event(&p->set, p->members[i]);
}

/* Takes the event into the pass at work, or begins another. */
static void place(struct passes *p, struct event *e)
{
    size_t size = p->set.size;
    if (size == 0 || of_another_kind(p->members[0], e)) {
        begin_pass(p, e);
        return;
    }
    int error = try_event(&p->set, e);
    if (!error) {
        e->pass = p->number - 1;
        p->members[size] = e;
        return;
    }
    reopen(p, size);
    if (too_many(error))
        begin_pass(p, e);
    else
        event_refuse(e, error);
}

void events_plan(const struct pmu *pmu, struct event *events, size_t size)
{
    struct passes p = {.set = {.pmu = pmu}};
    for (size_t i = 0; i < size; i++)
        if (!*events[i].why)
            place(&p, &events[i]);
    settle_group(&p.set, p.members);
}
