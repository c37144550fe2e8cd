/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "machine/clocksource.h"
#include "matrix/cell.h"
#include "matrix/user_space.h"
#include "measure/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

/* Tried in a child and checked, as before a run. */
static void check_cell(struct selftest *st, struct finding *f, const char *name)
{
    struct cell cell;
    if (!cell_by_name(name, &cell)) {
        found_read(f, "there is no cell %s", name);
        found(f, SELF_BROKEN, "the tables are damaged");
        return;
    }
    cell_prove(&cell, &st->vsyscall);
    if (cell.state == CELL_FAILED)
        found(f, SELF_BROKEN, "a wrong answer: %s is not timed", name);
    else if (cell.state == CELL_SKIPPED)
        found(f, SELF_NONE, "the cells of this path are skipped");
    else
        found(f, SELF_OK, "the answer is right");
    found_read(f, "%s: %s", name, *cell.reason ? cell.reason : "works");
}

static void test_vdso(struct selftest *st, struct finding *f)
{
    check_cell(st, f, "vdso:clock_gettime:monotonic");
}

/* Tried, not taken from its name: a guest's kvm-clock may or may not be readable. */
static int vdso_answers(void)
{
    struct cell cell;
    if (!cell_by_name("vdso:clock_gettime:monotonic", &cell))
        return -ENOENT;
    cell_ready(&cell);
    return cell.state == CELL_SKIPPED ? -ENOENT : stays_in_user_space(&cell.target);
}

static void test_clocksource(struct selftest *st, struct finding *f)
{
    char *name = clocksource_current("");
    int answers = vdso_answers();
    (void)st;
    found_read(f, "%s", name ? name : "its name can't be read");
    if (answers == -ENOENT)
        found(f, SELF_NONE, "there is no vDSO to read it");
    else if (answers < 0)
        found(f, SELF_NONE, "whether the vDSO can read it is unknown: %s", strerror(-answers));
    else if (answers)
        found(f, SELF_OK, "the vDSO reads it in user space");
    else
        found(f, SELF_NOTE, "the vDSO enters the kernel for it: it %s",
              name ? clocksource_words(name) : "may be unfit");
    free(name);
}

static void test_ia32(struct selftest *st, struct finding *f)
{
    check_cell(st, f, "int80:getppid");
}

static void test_vsyscall(struct selftest *st, struct finding *f)
{
    const struct vsyscall *v = &st->vsyscall;
    const char *line = !v->mapped ? "unknown" : *v->maps ? v->maps : "absent";
    found_read(f, "%s; the line in maps is %s; a call %s", vsyscall_mode_name(v->mode), line,
               probe_words(&v->call));
    if (v->call.signal == SIGSYS)
        found(f, SELF_NOTE, "a seccomp filter refuses the call");
    else if (!v->agree)
        found(f, SELF_NOTE,
              "maps and trial contradict each other: another system that plays "
              "Linux stands in between");
    else if (v->mode == VSYSCALL_NONE)
        found(f, SELF_NONE, "boot with vsyscall=xonly to see the fourth path");
    else if (!v->mapped)
        found(f, SELF_OK, "a trial says so: /proc/self/maps can't be read");
    else
        found(f, SELF_OK, "maps and trial agree");
}

/* Coarse clocks advance once a tick. */
static void test_timers(struct selftest *st, struct finding *f)
{
    uint64_t fine = clock_step(CLOCK_MONOTONIC), tick = clock_step(CLOCK_MONOTONIC_COARSE);
    (void)st;
    found_read(f, "resolution %" PRIu64 " ns, tick %" PRIu64 " us, slack %d ns", fine, tick / 1000,
               prctl(PR_GET_TIMERSLACK));
    if (fine > 1)
        found(f, SELF_NOTE, "no high-resolution timers: pauses last whole ticks");
    else
        found(f, SELF_OK, "high-resolution timers");
}

const struct self_test self_paths[] = {
    {"vdso", test_vdso},         {"clocksource", test_clocksource}, {"ia32 emulation", test_ia32},
    {"vsyscall", test_vsyscall}, {"timers", test_timers},           {0}};
