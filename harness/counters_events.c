/* SPDX-License-Identifier: MIT */
#include "counters.h"

#include "perf_set.h"
#include "pfm_names.h"
#include "tracefs.h"

#include <errno.h>
#include <perfmon/pfmlib_perf_event.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char reason[512];

static const char *say(const char *format, const char *name, const char *what)
{
    snprintf(reason, sizeof reason, format, name, what);
    return reason;
}

/* libpfm4 4.13 reads tracepoints from debugfs alone; whether it is one, tracefs tells everywhere.
 */
static bool is_tracepoint(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, "%s", name);
    char *colon = strchr(path, ':');
    int tracefs = colon && !strchr(path, '/') ? tracefs_open() : -1;
    if (tracefs < 0)
        return false;
    *colon = '/';
    int id = tracefs_event_id(tracefs, path);
    close(tracefs);
    return id > 0;
}

static const char *not_found(const char *name)
{
    const char *near = pfm_names_nearest(name);
    if (is_tracepoint(name))
        return say("libpfm4 finds the tracepoint '%.80s' only%s", name,
                   " where debugfs is mounted at /sys/kernel/debug");
    return near ? say("there is no event '%.80s'; did you mean %s?", name, near)
                : say("there is no event '%.80s'%s", name, "; systoll list --events shows all");
}

/* NULL with *attr filled; else why the name names no event. */
static const char *encode(const char *name, struct perf_event_attr *attr)
{
    pfm_perf_encode_arg_t arg = {.attr = attr, .size = sizeof arg};
    int error = pfm_names_init();
    *attr = (struct perf_event_attr){.size = sizeof *attr};
    if (!error)
        error = pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT_EXT, &arg);
    if (error == PFM_ERR_NOTFOUND)
        return not_found(name);
    if (error)
        return say("libpfm4 refuses the event '%.80s': %s", name, pfm_strerror(error));
    if (attr->freq || attr->sample_period)
        return say("the event '%.80s' asks for samples%s", name, "; systoll only counts");
    return NULL;
}

static const char *not_opened(const char *name, const struct perf_event_attr *attr, int error)
{
    /* PERF_TYPE_SOFTWARE and PERF_TYPE_TRACEPOINT need no hardware */
    bool soft = attr->type == PERF_TYPE_SOFTWARE || attr->type == PERF_TYPE_TRACEPOINT;
    const char *paranoid = error == -EACCES || error == -EPERM ? perf_permission() : NULL;
    if (paranoid)
        return say("the event '%.80s' is not permitted: %s", name, paranoid);
    if ((error == -ENOENT || error == -ENODEV || error == -EOPNOTSUPP) && !soft)
        return say("the event '%.80s' can't be counted: %s", name,
                   "this machine has no such hardware counter (a VM without a PMU?)");
    if (error == -E2BIG)
        return "at most 32 events are counted in one pass: ask for fewer";
    return say("the event '%.80s' can't be opened: %s", name, strerror(-error));
}

static const char *add(struct perf_set *s, const char *name)
{
    struct perf_event_attr attr;
    const char *why = encode(name, &attr);
    int error = why ? 0 : perf_set_add(s, &attr);
    return error ? not_opened(name, &attr, error) : why;
}

static const char *not_counted(const char *name, int error)
{
    if (error == -EBUSY)
        return say("the event '%.80s' did not count all along%s", name,
                   ": the hardware has too few counters, or another program holds them; ask for "
                   "fewer events at once");
    return say("the event '%.80s' can't be read: %s", name, strerror(-error));
}

static const char *count_events(const struct work *w, uint64_t n, const char *const *names,
                                size_t size, int64_t *values)
{
    struct perf_set set = {.size = 0};
    const char *why = NULL;
    size_t bad = 0;
    /* Tracepoints that are left open lengthen system calls, which would show in instructions:k. */
    counters_release();
    for (size_t i = 0; i < size && !why; i++)
        why = add(&set, names[i]);
    int error = why ? 0 : perf_set_count(&set, w, n, values, &bad);
    perf_set_close(&set);
    return error ? not_counted(names[bad], error) : why;
}

const struct counter_kind counter_events = {.name = "events", .count = count_events};

const char *counter_event_check(const char *name)
{
    struct perf_set set = {.size = 0};
    const char *why = add(&set, name);
    perf_set_close(&set);
    return why;
}
