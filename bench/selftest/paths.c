/* SPDX-License-Identifier: MIT */
#include "selftest/selftest.h"

#include "cell.h"
#include "clock.h"
#include "sysfile.h"

#include <inttypes.h>
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

/* Those that the vDSO can read (arch/x86/include/asm/vdso/clocksource.h). */
static bool has_vdso_mode(const char *name)
{
    return strcmp(name, "tsc") == 0 || strcmp(name, "kvm-clock") == 0 ||
           strcmp(name, "hyperv_clocksource_tsc_page") == 0;
}

static void test_clocksource(struct selftest *st, struct finding *f)
{
    char *name =
        sysfile_line("", "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    (void)st;
    found_read(f, "%s", name ? name : "it can't be read");
    if (!name)
        found(f, SELF_NONE, "whether the vDSO can read it is unknown");
    else if (has_vdso_mode(name))
        found(f, SELF_OK, "the vDSO reads it in user space");
    else
        found(f, SELF_NOTE, "the vDSO's fine-grained clocks enter the kernel");
    free(name);
}

static void test_ia32(struct selftest *st, struct finding *f)
{
    check_cell(st, f, "int80:getppid");
}

static void test_vsyscall(struct selftest *st, struct finding *f)
{
    const struct vsyscall *v = &st->vsyscall;
    found_read(f, "%s; the line in maps is %s; a call %s", vsyscall_mode_name(v->mode),
               *v->maps ? v->maps : "absent", probe_words(&v->call));
    if (!v->agree)
        found(f, SELF_NOTE, "maps and trial contradict each other");
    else if (v->mode == VSYSCALL_NONE)
        found(f, SELF_NONE, "boot with vsyscall=xonly to see the fourth path");
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
