/* SPDX-License-Identifier: MIT */
#include "count/events_counter.h"

#include "count/events.h"
#include "count/perf_set.h"
#include "count/perf_why.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NAMES = 4096 };

/* What stays open from one count to the next of the same names by the same thread: a tracepoint
 * takes 0.1 s to close. */
static struct {
    struct perf_set set;
    char names[NAMES];
    pid_t thread;
} opened;

static char reason[EVENT_WHY];

static void release_events(void)
{
    perf_set_close(&opened.set);
    *opened.names = '\0';
}

static const char *give(const struct event *e)
{
    text_say(reason, sizeof reason, "%s", e->why);
    return reason;
}

static const char *add_event(const char *name)
{
    struct event e;
    event_make(&e, name);
    int error = *e.why ? 0 : perf_set_add(&opened.set, &e.attr);
    if (error == -E2BIG)
        return "at most 32 events are counted in one pass: ask for fewer";
    if (error)
        event_refuse(&e, error);
    return *e.why ? give(&e) : NULL;
}

static void join_names(const char *const *names, size_t size, char *text)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < size && used < NAMES; i++)
        used += (size_t)snprintf(text + used, NAMES - used, "%s ", names[i]);
}

/* RDPMC takes what it can read; a software event or a tracepoint has no counter to read. */
static const char *open_events(const char *const *names, size_t size)
{
    char text[NAMES];
    const char *why = NULL;
    join_names(names, size, text);
    if (opened.thread == gettid() && strcmp(text, opened.names) == 0)
        return NULL;
    counters_release(); /* others' tracepoints lengthen system calls, which :k would show */
    opened.set = (struct perf_set){.pmu = &pmu_kernel};
    for (size_t i = 0; i < size && !why; i++)
        why = add_event(names[i]);
    if (why) {
        release_events();
        return why;
    }
    perf_set_use_rdpmc(&opened.set);
    opened.thread = gettid();
    memcpy(opened.names, text, sizeof text);
    return NULL;
}

static const char *count_events(const struct work *w, uint64_t n, const char *const *names,
                                size_t size, int64_t *values)
{
    const char *why = open_events(names, size);
    int error = why ? 0 : perf_set_count(&opened.set, w, n, values);
    if (!error)
        return why;
    struct event e;
    event_make(&e, names[0]);
    event_refuse(&e, error);
    release_events();
    return give(&e);
}

const struct counter_kind counter_events = {
    .name = "events", .count = count_events, .release = release_events};

const char *counter_event_check(const char *name)
{
    struct event e;
    event_open(&pmu_kernel, &e, name);
    return *e.why ? give(&e) : NULL;
}
