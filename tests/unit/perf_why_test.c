/* SPDX-License-Identifier: MIT */
#include "count/perf_why.h"

#include "fake_root.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct perf_event_attr cycles = {.type = PERF_TYPE_HARDWARE},
                                    user_cycles = {.type = PERF_TYPE_HARDWARE, .exclude_kernel = 1},
                                    faults = {.type = PERF_TYPE_SOFTWARE};

/* A machine on which nothing stands against counting. */
static const struct perf_facts open_machine = {.paranoid = 1, .pmu = 1};

static void assert_says(int error, const struct perf_event_attr *attr, struct perf_facts f,
                        const char *words)
{
    char text[400];
    perf_why(error, attr, &f, text, sizeof text);
    if (!strstr(text, words))
        fail_msg("'%s' lacks '%s'", text, words);
}

static void every_missing_thing_is_told_apart(void **state)
{
    struct perf_facts f = open_machine;
    (void)state;
    f.pmu = 0;
    assert_says(-ENOENT, &cycles, f, "the kernel drives no PMU of this CPU");
    f.virtual = true;
    assert_says(-ENOENT, &cycles, f, "this VM has no PMU");
    assert_says(-ENOENT, &faults, f, strerror(ENOENT));
    f.pmu = 1;
    assert_says(-ENOENT, &cycles, f, "this CPU has no such event");
    assert_says(-EINVAL, &cycles, f, "this CPU has no such event");
    assert_says(-EBUSY, &cycles, f, "another program holds them");
    f.nmi_watchdog = true;
    assert_says(-EBUSY, &cycles, f, "sysctl kernel.nmi_watchdog=0");
    assert_says(-ENOSYS, &cycles, f, "CONFIG_PERF_EVENTS");
    f.seccomp = 2;
    assert_says(-ENOSYS, &cycles, f, "a seccomp filter hides");
    assert_says(-EMFILE, &cycles, f, strerror(EMFILE));
}

static void permission_is_told_apart_from_a_filter(void **state)
{
    struct perf_facts f = open_machine;
    (void)state;
    assert_says(-EPERM, &cycles, f, "security modules");
    f.seccomp = 2;
    assert_says(-EPERM, &cycles, f, "a seccomp filter refuses perf_event_open");
    f.paranoid = 2;
    assert_says(-EACCES, &cycles, f, "sysctl kernel.perf_event_paranoid=1");
    assert_says(-EPERM, &user_cycles, f, "a seccomp filter");
    f.paranoid = 3;
    assert_says(-EACCES, &user_cycles, f, "sysctl kernel.perf_event_paranoid=2");
    f.root = true;
    assert_says(-EACCES, &cycles, f, "root lacks CAP_PERFMON here");
    f.perfmon = true;
    assert_says(-EPERM, &cycles, f, "a seccomp filter refuses perf_event_open");
    f = (struct perf_facts){.paranoid = INT_MIN, .pmu = 1};
    assert_says(-EACCES, &cycles, f, "perf_event_paranoid can't be read");
}

static void write_machine(const char *capabilities, const char *map)
{
    char status[100];
    snprintf(status, sizeof status, "Name:\tx\nCapEff:\t%s\nSeccomp:\t2\n", capabilities);
    fake_file("/proc/self/status", status);
    fake_file("/proc/self/uid_map", map);
    fake_file("/proc/sys/kernel/perf_event_paranoid", "-1\n");
    fake_file("/proc/sys/kernel/nmi_watchdog", "1\n");
}

static void facts_are_read_from_the_kernel(void **state)
{
    (void)state;
    write_machine("0000004000000000", "         0          0 4294967295\n");
    fake_file("/sys/bus/event_source/devices/software/type", "1\n");
    struct perf_facts f = perf_facts_read(fake_root);
    assert_int_equal(f.paranoid, -1);
    assert_int_equal(f.seccomp, 2);
    assert_true(f.perfmon && f.nmi_watchdog);
    assert_int_equal(f.pmu, 0);
    fake_file("/sys/bus/event_source/devices/cpu_core/type", "4\n");
    write_machine("0000004000000000", "         0       1000          1\n");
    f = perf_facts_read(fake_root);
    assert_false(f.perfmon); /* a user namespace's own capability */
    assert_int_equal(f.pmu, 1);
    write_machine("0000000000000400", "         0          0 4294967295\n");
    assert_false(perf_facts_read(fake_root).perfmon);
}

static void without_files_nothing_is_known(void **state)
{
    (void)state;
    struct perf_facts f = perf_facts_read("/nowhere");
    assert_int_equal(f.paranoid, INT_MIN);
    assert_int_equal(f.pmu, -1);
    assert_false(f.perfmon || f.nmi_watchdog || f.seccomp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_missing_thing_is_told_apart),
        cmocka_unit_test(permission_is_told_apart_from_a_filter),
        cmocka_unit_test(facts_are_read_from_the_kernel),
        cmocka_unit_test(without_files_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, fake_make, fake_remove);
}
