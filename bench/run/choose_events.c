/* SPDX-License-Identifier: MIT */
#include "run/choose_events.h"

#include "run/counter_check.h"

#include <string.h>

/* The events of asked-for sets come behind the named ones; those that both name stand once. */
static void add_set(struct chosen_events *e, const struct event_set *set, struct run_log *l)
{
    struct event made[SET_EVENTS];
    size_t size = event_set_make(&pmu_kernel, set, made);
    for (size_t i = 0; i < size; i++) {
        size_t k = 0;
        while (k < e->size && strcmp(e->data[k].name, made[i].name) != 0)
            k++;
        if (k == RUN_EVENTS)
            log_warn(l, "%s of event set %s is not counted: at most %d events fit into one run",
                     made[i].name, set->name, RUN_EVENTS);
        else if (k == e->size)
            e->data[e->size++] = made[i];
    }
}

/* All that fail for one reason are named in one sentence. */
static bool same_reason(const struct event *a, const struct event *b)
{
    return *a->why && *b->why && strcmp(event_reason(a), event_reason(b)) == 0;
}

static bool said_before(const struct chosen_events *e, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_reason(&e->data[i], &e->data[at]))
            return true;
    return false;
}

static void warn_of_event(const struct chosen_events *e, size_t at, struct run_log *l)
{
    char names[RUN_EVENTS * (EVENT_NAME + sizeof ", ")] = "";
    char *end = names;
    for (size_t i = at; i < e->size; i++)
        if (same_reason(&e->data[i], &e->data[at]))
            end = stpcpy(stpcpy(end, *names ? ", " : ""), e->data[i].name);
    log_warn(l, "not available: %s: %s", names, event_reason(&e->data[at]));
}

void choose_events(struct chosen_events *e, struct run_log *l)
{
    struct counter_found found[RUN_EVENTS];
    for (size_t i = 0; i < e->sets_size; i++)
        add_set(e, e->sets[i], l);
    if (!e->size)
        add_set(e, event_set_by_name("default"), l);
    counters_settle(e->data, e->size, found);
    for (size_t i = 0; i < e->size; i++)
        if (*e->data[i].why && !said_before(e, i))
            warn_of_event(e, i, l);
}
