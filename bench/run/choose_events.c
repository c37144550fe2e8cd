/* SPDX-License-Identifier: MIT */
#include "run/choose_events.h"

#include "run/counter_check.h"

#include <string.h>

/* The events of asked-for sets come behind the named ones; those that both name stand once. */
static void add_set(struct session *s, const struct event_set *set)
{
    struct event made[SET_EVENTS];
    size_t size = event_set_make(&pmu_kernel, set, made);
    for (size_t i = 0; i < size; i++) {
        size_t k = 0;
        while (k < s->events_size && strcmp(s->events[k].name, made[i].name) != 0)
            k++;
        if (k == SESSION_EVENTS)
            session_warn(s, "%s of event set %s is not counted: at most %d events fit into one run",
                         made[i].name, set->name, SESSION_EVENTS);
        else if (k == s->events_size)
            s->events[s->events_size++] = made[i];
    }
}

/* All that fail for one reason are named in one sentence. */
static bool same_reason(const struct event *a, const struct event *b)
{
    return *a->why && *b->why && strcmp(event_reason(a), event_reason(b)) == 0;
}

static bool said_before(const struct session *s, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_reason(&s->events[i], &s->events[at]))
            return true;
    return false;
}

static void warn_of(struct session *s, size_t at)
{
    char names[SESSION_EVENTS * (EVENT_NAME + sizeof ", ")] = "";
    size_t used = 0;
    for (size_t i = at; i < s->events_size; i++)
        if (same_reason(&s->events[i], &s->events[at]))
            used += (size_t)sprintf(names + used, "%s%s", used ? ", " : "", s->events[i].name);
    session_warn(s, "not available: %s: %s", names, event_reason(&s->events[at]));
}

void choose_events(struct session *s)
{
    struct counter_found found[SESSION_EVENTS];
    for (size_t i = 0; i < s->sets_size; i++)
        add_set(s, s->sets[i]);
    if (!s->events_size)
        add_set(s, event_set_by_name("default"));
    counters_settle(s->events, s->events_size, found);
    for (size_t i = 0; i < s->events_size; i++)
        if (*s->events[i].why && !said_before(s, i))
            warn_of(s, i);
}
