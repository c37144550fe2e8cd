/* SPDX-License-Identifier: MIT */
#include "count.h"

#include "counters.h"
#include "lines.h"
#include "sysfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BY_PERF = 1000, BY_SECCOMP = 100, BY_EVENTS = 1000 };

/* Measured by default where the machine has a PMU. */
static const char *const pmu_events[] = {"cycles", "instructions"};

static bool make_room(const struct session *s, struct count *c, size_t size)
{
    c->size = size;
    c->per_call = calloc(s->plan.size * size, sizeof *c->per_call);
    return c->per_call != NULL;
}

/* Kernel entries by perf; without the permission, by seccomp; NULL or why neither. */
static const char *count_entries(struct session *s, struct count *c)
{
    static char both[512];
    const char *why = plan_count(&s->plan, "perf", entry_names, ENTRY_NAMES, BY_PERF, c->per_call);
    c->by = "perf";
    c->n = BY_PERF;
    if (why) {
        snprintf(both, sizeof both, "%s", why);
        why = plan_count(&s->plan, "seccomp", entry_names, ENTRY_NAMES, BY_SECCOMP, c->per_call);
        c->by = "seccomp";
        c->n = BY_SECCOMP;
    }
    if (!why)
        return NULL;
    snprintf(both + strlen(both), sizeof both - strlen(both), "; %s", why);
    return both;
}

/* A clock that the vDSO answers, on a path through it, that entered the kernel all the same. */
static void warn_of_entry(struct session *s, const struct cell *c, double entries)
{
    bool user = c->path->id == PATH_VDSO || c->path->id == PATH_LIBC;
    if (!user || !(entries >= 1) || !c->call->vdso_symbol || (c->clock && !c->clock->in_vdso))
        return;
    char *source =
        sysfile_line("", "sys/devices/system/clocksource/clocksource0/current_clocksource");
    session_warn(s, "%s enters the kernel: %g %s per call, clocksource %s", c->name, entries,
                 entries > 1 ? "entries" : "entry", source ? source : "unknown");
    free(source);
}

static void entries(struct session *s, struct count *c)
{
    if (!make_room(s, c, ENTRY_NAMES))
        return;
    c->names = entry_names;
    const char *why = count_entries(s, c);
    if (why) {
        session_warn(s, "kernel entries were not counted: %s", why);
        return;
    }
    c->kind = "entries";
    s->entries_by = c->by;
    for (size_t i = 0; i < s->cells_size; i++)
        if (s->plan.cells[i].live)
            warn_of_entry(s, &s->cells[i], c->per_call[i * ENTRY_NAMES]);
}

/* Without --event, hardware events where there are any: else one line says why not. */
static bool choose_events(struct session *s)
{
    if (s->events_size)
        return true;
    const char *why = counter_event_check(pmu_events[0]);
    if (why) {
        session_warn(s, "cycles and instructions are not measured here: %s", why);
        return false;
    }
    memcpy(s->events, pmu_events, sizeof pmu_events);
    s->events_size = sizeof pmu_events / sizeof *pmu_events;
    return true;
}

static void events(struct session *s, struct count *c)
{
    if (!choose_events(s) || !make_room(s, c, s->events_size))
        return;
    c->names = s->events;
    c->by = "perf";
    c->n = BY_EVENTS;
    const char *why = plan_count(&s->plan, "events", c->names, c->size, c->n, c->per_call);
    if (why)
        session_warn(s, "events were not counted: %s", why);
    else
        c->kind = "events";
}

void count_all(struct session *s, struct count counts[2])
{
    entries(s, &counts[0]);
    events(s, &counts[1]);
}

static int keep(struct session *s, const struct count *c)
{
    int error = 0;
    for (size_t i = 0; i < s->cells_size && c->kind && !error; i++)
        if (s->plan.cells[i].live)
            error = session_keep_line(s, line_counts(c->kind, c->by, i, c->n, c->names,
                                                     c->per_call + i * c->size, c->size));
    return error;
}

int count_keep(struct session *s, const struct count counts[2])
{
    int error = keep(s, &counts[0]);
    return error ? error : keep(s, &counts[1]);
}

void count_free(struct count counts[2])
{
    free(counts[0].per_call);
    free(counts[1].per_call);
}
