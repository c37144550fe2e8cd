/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "count/counters.h"
#include "count/events_counter.h"
#include "matrix/work_names.h"

#include <math.h>

enum { CALLS = 100, SYS_ENTER = 0 };

#define NULL_CALL "syscall:getppid"

/* One system call is one entry, by whatever means it is counted. */
static void check_entries(struct finding *f, const struct counter_kind *kind)
{
    const char *reason;
    double per_call[ENTRY_NAMES];
    const struct work *call = work_find(NULL_CALL, &reason);
    if (call)
        reason = count_per_call(kind, call, CALLS, entry_names, ENTRY_NAMES, per_call);
    counters_release();
    if (!call || reason) {
        found_read(f, "%s", reason);
        found(f, SELF_NONE, "entries are not counted this way");
        return;
    }
    found_read(f, "%g sys_enter a getppid, of %d", per_call[SYS_ENTER], CALLS);
    if (per_call[SYS_ENTER] != 1)
        found(f, SELF_BROKEN, "it must be 1: entries can't be trusted");
    else
        found(f, SELF_OK, "entries are exact");
}

static void test_tracepoints(struct selftest *st, struct finding *f)
{
    (void)st;
    check_entries(f, &counter_perf);
}

static void test_seccomp(struct selftest *st, struct finding *f)
{
    (void)st;
    check_entries(f, &counter_seccomp);
}

static void test_software(struct selftest *st, struct finding *f)
{
    const char *why = counter_event_check("page-faults");
    (void)st;
    found_read(f, "%s", why ? why : "page-faults opens");
    found(f, why ? SELF_NONE : SELF_OK, "%s",
          why ? "--event counts nothing here" : "--event takes software events");
}

const struct self_test self_counters[] = {{"perf, software", test_software},
                                          {"perf, tracepoints", test_tracepoints},
                                          {"seccomp counting", test_seccomp},
                                          {0}};
