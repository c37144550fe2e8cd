/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "count/perf_set.h"
#include "count/perf_why.h"
#include "count/tracefs.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SYS_ENTER = 0 };

/* In the order of entry_names; the software event is none of tracefs. */
static const char *const tracepoints[ENTRY_NAMES] = {
    "raw_syscalls/sys_enter", "vsyscall/emulate_vsyscall", "exceptions/page_fault_user", NULL};

/* What stays open between counts: set holds an event for each entry name with a slot >= 0. */
static struct {
    struct perf_set set;
    int slot[ENTRY_NAMES];
    pid_t thread;
} entries;

static char reason[600];

static const char *no_sys_enter(int error)
{
    if (error == -ENOENT || error == -ENODEV)
        return "this kernel has no tracepoint raw_syscalls:sys_enter (CONFIG_FTRACE_SYSCALLS)";
    const struct perf_facts facts = perf_facts_read("");
    const struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT};
    char words[300];
    text_say(reason, sizeof reason, "perf can't count raw_syscalls:sys_enter: %s",
             perf_why(error, &attr, &facts, words, sizeof words));
    return reason;
}

/* Fills ids with -errno where there is none. 0, or -errno where tracefs is closed to this user. */
static int read_ids(int *ids)
{
    int tracefs = tracefs_open();
    if (tracefs < 0)
        return tracefs;
    for (size_t i = 0; i < ENTRY_NAMES; i++)
        ids[i] = tracepoints[i] ? tracefs_event_id(tracefs, tracepoints[i]) : 0;
    close(tracefs);
    return ids[SYS_ENTER] == -EACCES ? -EACCES : 0;
}

static int open_entry(size_t i, int id)
{
    /* exclude_kernel = 1 would make a tracepoint count 0 without a word */
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_PAGE_FAULTS};
    entries.slot[i] = -1;
    if (id < 0)
        return id;
    if (tracepoints[i]) {
        attr.type = PERF_TYPE_TRACEPOINT;
        attr.config = (__u64)id;
    }
    int error = perf_set_add(&entries.set, &attr);
    if (error)
        return error;
    entries.slot[i] = (int)entries.set.size - 1;
    return 0;
}

static void release_perf(void)
{
    perf_set_close(&entries.set);
}

/* Events follow the thread that opened them: another one, or a forked child, opens its own. */
static const char *open_entries(void)
{
    if (entries.set.size && entries.thread == gettid())
        return NULL;
    release_perf();
    entries.set.pmu = &pmu_kernel;
    int ids[ENTRY_NAMES];
    int error = read_ids(ids);
    if (error)
        return tracefs_why(error, reason, sizeof reason);
    error = open_entry(SYS_ENTER, ids[SYS_ENTER]);
    for (size_t i = 1; i < ENTRY_NAMES && !error; i++)
        open_entry(i, ids[i]);
    entries.thread = gettid();
    return error ? no_sys_enter(error) : NULL;
}

static int64_t count_by_name(const char *name, const int64_t *counts)
{
    for (size_t i = 0; i < ENTRY_NAMES; i++)
        if (strcmp(entry_names[i], name) == 0 && entries.slot[i] >= 0)
            return counts[entries.slot[i]];
    return COUNT_UNKNOWN;
}

static const char *count_perf(const struct work *w, uint64_t n, const char *const *names,
                              size_t size, int64_t *values)
{
    int64_t counts[COUNT_NAMES_MAX];
    const char *why = open_entries();
    if (why)
        return why;
    int error = perf_set_count(&entries.set, w, n, counts);
    if (error) {
        text_say(reason, sizeof reason, "the kernel did not count its entries all along: %s",
                 strerror(-error));
        return reason;
    }
    for (size_t i = 0; i < size; i++)
        values[i] = count_by_name(names[i], counts);
    return NULL;
}

const struct counter_kind counter_perf = {
    .name = "perf", .count = count_perf, .release = release_perf};
