/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include "count/counters.h"
#include "matrix/cell.h"
#include "matrix/user_space.h"

#include <math.h>
#include <string.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
enum { CALLS = 200 };
#define SLACK 0.025 /* a page fault or two of the process's own */

/* Kernel entries per call as they have to be, in the order of entry_names. */
static void expect_entries(const struct check *c, const struct cell *cell, bool in_kernel,
                           double expected[ENTRY_NAMES])
{
    bool vsyscall = cell->path->entry == ENTERS_EMULATED;
    bool faults = vsyscall && !c->setting.lass; /* with LASS it is #GP that traps */
    bool enters = in_kernel || cell->path->entry == ENTERS_ONCE;
    const double all[ENTRY_NAMES] = {enters, vsyscall, faults, faults};
    memcpy(expected, all, sizeof all);
}

static void judge_entries(struct check *c, const struct cell *cell, const char *by,
                          const double *expected, const double *came)
{
    char want[32], got[32];
    for (size_t i = 0; i < ENTRY_NAMES; i++) {
        if (isnan(came[i]))
            continue;
        snprintf(want, sizeof want, "%g", expected[i]);
        snprintf(got, sizeof got, "%g", came[i]);
        tap_ok(&c->tap, fabs(came[i] - expected[i]) < SLACK,
               &(struct tap_note){want, got, "arch/x86/entry; arch/x86/mm/fault.c"},
               "%s makes %g %s per call, counted by %s", cell->name, expected[i], entry_names[i],
               by);
    }
}

static void count_cell(struct check *c, const struct counter_kind *kind, const char *name)
{
    struct cell cell;
    double expected[ENTRY_NAMES], came[ENTRY_NAMES];
    if (!cell_by_name(name, &cell))
        return;
    const char *reason = setting_missing(&c->setting, cell.path);
    if (!reason) {
        cell_prove(&cell, &c->setting.vs); /* in a child first: perf counts in this process */
        reason = cell.state == CELL_MEASURED ? NULL : cell.reason;
    }
    if (!reason)
        reason = count_per_call(kind, &cell.work, CALLS, entry_names, ENTRY_NAMES, came);
    if (reason) {
        tap_skip(&c->tap, reason, "%s counted by %s", name, kind->name);
        return;
    }
    bool vdso = cell.path->entry == ENTERS_AS_VDSO;
    expect_entries(c, &cell, vdso && stays_in_user_space(&cell.target) == 0, expected);
    judge_entries(c, &cell, kind->name, expected, came);
}

static void check_entries(struct check *c)
{
    static const char *const cells[] = {
        "vdso:gettimeofday",    "vdso:time",       "vdso:clock_gettime:monotonic",
        "vdso:getcpu",          "syscall:time",    "syscall:clock_gettime:monotonic",
        "syscall:gettimeofday", "syscall:getcpu",  "int80:gettimeofday",
        "int80:time",           "int80:getcpu",    "int80:clock_gettime:monotonic",
        "vsyscall:time",        "vsyscall:getcpu", "vsyscall:gettimeofday"};
    const struct counter_kind *const kinds[] = {&counter_seccomp, &counter_perf};
    for (size_t i = 0; i < SIZE(kinds); i++)
        for (size_t j = 0; j < SIZE(cells); j++)
            count_cell(c, kinds[i], cells[j]);
    counters_release();
}

const struct topic topic_entries = {
    .name = "entries", .about = "kernel entries per call", .run = check_entries, .bare = true};
