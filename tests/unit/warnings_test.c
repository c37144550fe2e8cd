/* SPDX-License-Identifier: MIT */
#include "machine/warnings.h"

#include "fake_machines.h"

static void a_bare_metal_machine_is_warned_of(void **state)
{
    (void)state;
    intel();
    look_at(12);
    assert_non_null(warning_with("CPU 12 runs under the powersave governor"));
    assert_non_null(warning_with("CPU 12 is an efficiency core"));
    assert_non_null(warning_with("frequency boost is on"));
    assert_int_equal(json_array_size(warnings), 3);
}

static void a_core_shared_with_a_sibling_is_warned_of(void **state)
{
    (void)state;
    intel();
    look_at(0);
    assert_non_null(warning_with("CPU 0 shares its core with CPU 1,"));
    assert_null(warning_with("governor"));
    assert_null(warning_with("efficiency"));
}

static void a_sibling_that_is_offline_is_not(void **state)
{
    (void)state;
    intel();
    fake_file(CPU_DIR "online", "0,2-15\n");
    look_at(0);
    assert_null(warning_with("shares its core"));
}

/* Whether the vDSO can read it is counted, not taken from its name. */
static void no_clocksource_is_warned_of_by_its_name(void **state)
{
    static const char *const names[] = {"tsc\n",  "tsc-early\n", "kvm-clock\n", "xen\n",
                                        "hpet\n", "jiffies\n",   "new-clock\n"};
    (void)state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fake_file(CLOCKSOURCE_CURRENT, names[i]);
        look_at(0);
        assert_int_equal(json_array_size(warnings), 0);
        forget_machine();
    }
}

static void a_watched_guest_is_warned_of(void **state)
{
    (void)state;
    watched();
    look_at(0);
    assert_non_null(warning_with("traced (function, raw_syscalls),"));
    assert_non_null(warning_with("process 77 traces this one"));
    assert_non_null(warning_with("a seccomp filter watches"));
    assert_non_null(warning_with("live-patched (fix_one),"));
    assert_non_null(warning_with("time namespace of its own (monotonic 86400 0 boottime 0 0)"));
    assert_non_null(warning_with("virtual machine (hypervisor interface unnamed)"));
    assert_non_null(warning_with("CPU 0 is nohz_full"));
    assert_int_equal(json_array_size(warnings), 7);
}

static void an_idle_tracefs_is_no_warning(void **state)
{
    (void)state;
    fake_file("/sys/kernel/tracing/current_tracer", "nop\n");
    fake_file("/sys/kernel/tracing/set_event", "");
    fake_file("/sys/kernel/tracing/events/raw_syscalls/enable", "0\n");
    look_at(0);
    assert_int_equal(json_array_size(warnings), 0);
}

/* Audit is asked for over netlink, so no file can stand for it. */
static void audit_is_warned_of(void **state)
{
    (void)state;
    look_at(0);
    json_object_set_new(json_object_get(machine, "subject"), "audit", json_string("1"));
    json_decref(warnings);
    warnings = machine_warnings(machine, fake_root, 0);
    assert_non_null(warning_with("auditctl -a never,task"));
    assert_int_equal(json_array_size(warnings), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOTED(a_bare_metal_machine_is_warned_of),
        ROOTED(a_core_shared_with_a_sibling_is_warned_of),
        ROOTED(a_sibling_that_is_offline_is_not),
        ROOTED(no_clocksource_is_warned_of_by_its_name),
        ROOTED(a_watched_guest_is_warned_of),
        ROOTED(audit_is_warned_of),
        ROOTED(an_idle_tracefs_is_no_warning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
