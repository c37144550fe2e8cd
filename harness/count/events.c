/* SPDX-License-Identifier: MIT */
#include "count/events.h"

#include "count/perf_set.h"
#include "count/perf_why.h"
#include "count/pfm_names.h"
#include "count/tracefs.h"
#include "text/text.h"

#include <errno.h>
#include <perfmon/pfmlib_perf_event.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void set_reason(struct event *e, const char *format, const char *what)
{
    text_say(e->why, sizeof e->why, format, e->name, what);
}

/* Takes a mode from the end of a tracepoint's name; true where it leaves the kernel out. */
static bool cut_mode(char *name)
{
    char *last = strrchr(name, ':');
    bool mode = last != strchr(name, ':') && (!strcmp(last, ":u") || !strcmp(last, ":k"));
    bool user = mode && last[1] == 'u';
    if (mode)
        *last = '\0';
    return user;
}

/* libpfm4 4.13 reads tracepoints from debugfs alone, which is not always mounted; tracefs can be
 * read without. "sched:sched_switch", an event in a group, has an id there. The id, or -errno. */
static int find_tracepoint(struct event *e)
{
    char path[EVENT_NAME];
    snprintf(path, sizeof path, "%s", e->name);
    char *colon = strchr(path, ':');
    if (!colon || strchr(path, '/'))
        return -ENOENT;
    bool user = cut_mode(path);
    int tracefs = tracefs_open();
    if (tracefs < 0)
        return tracefs;
    *colon = '/';
    int id = tracefs_event_id(tracefs, path);
    close(tracefs);
    e->attr = (struct perf_event_attr){.type = PERF_TYPE_TRACEPOINT,
                                       .size = sizeof e->attr,
                                       .config = id > 0 ? (__u64)id : 0,
                                       .exclude_kernel = user};
    return id;
}

static void not_found(struct event *e, int error)
{
    const char *near = pfm_names_nearest(e->name);
    if (near)
        set_reason(e, "there is no event '%s'; did you mean %s?", near);
    else if (error == -EACCES || error == -EPERM)
        set_reason(e, "there is no event '%s', unless it is a tracepoint, whose names are root's%s",
                   " (tracefs)");
    else
        set_reason(e, "there is no event '%s'%s", "; systoll list --events shows all");
}

/* What a hypervisor does for this machine, and what a guest does in this thread, are not the call's
 * work. libpfm4 leaves both out for some CPUs only (4.13: exclude_hv is 0 on Intel's). */
static void leave_out_others(struct perf_event_attr *attr)
{
    attr->exclude_hv |= !(attr->exclude_user && attr->exclude_kernel);
    attr->exclude_guest = !attr->exclude_host;
}

void event_make(struct event *e, const char *name)
{
    *e = (struct event){.attr = {.size = sizeof e->attr}};
    text_fit(e->name, sizeof e->name, name);
    pfm_perf_encode_arg_t arg = {.attr = &e->attr, .size = sizeof arg};
    int error = pfm_names_init();
    if (!error)
        error = pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT_EXT, &arg);
    int id = error == PFM_ERR_NOTFOUND ? find_tracepoint(e) : 0;
    if (id < 0)
        not_found(e, id);
    else if (error && error != PFM_ERR_NOTFOUND)
        set_reason(e, "libpfm4 refuses the event '%s': %s", pfm_strerror(error));
    else if (strlen(name) >= sizeof e->name)
        set_reason(e, "the event '%s' has a longer name than %s", "127 bytes");
    else if (e->attr.freq || e->attr.sample_period)
        set_reason(e, "the event '%s' asks for samples%s", "; systoll only counts");
    else if (e->attr.type == PERF_TYPE_TRACEPOINT && e->attr.exclude_kernel)
        set_reason(e, "the tracepoint '%s' is in the kernel, so it counts nothing%s", " with :u");
    leave_out_others(&e->attr);
}

static const char cannot[] = "' can't be counted: ";

const char *event_reason(const struct event *e)
{
    const char *at = strstr(e->why, cannot);
    return at ? at + strlen(cannot) : e->why;
}

void event_refuse(struct event *e, int error)
{
    const struct perf_facts facts = perf_facts_read("");
    char words[EVENT_CAUSE];
    text_say(e->why, sizeof e->why, "the event '%s%s%s", e->name, cannot,
             perf_why(error, &e->attr, &facts, words, sizeof words));
}

void event_open(const struct pmu *pmu, struct event *e, const char *name)
{
    struct perf_set set = {.pmu = pmu};
    event_make(e, name);
    struct perf_event_attr attr = e->attr;
    int error = *e->why ? 0 : perf_set_add(&set, &attr);
    perf_set_close(&set);
    if (error)
        event_refuse(e, error);
}
