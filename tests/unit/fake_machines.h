/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FAKE_MACHINES_H
#define SYSTOLL_FAKE_MACHINES_H

#include "fake_root.h"
#include "machine/clocksource.h"
#include "machine/machine.h"
#include "machine/warnings.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CPU_DIR "/sys/devices/system/cpu/"

static json_t *machine, *warnings;

static inline void forget_machine(void)
{
    json_decref(machine);
    json_decref(warnings);
    machine = warnings = NULL;
}

static inline int forget(void **state)
{
    forget_machine();
    return fake_remove(state);
}

/* Describes the fake machine; whatever stands in it must be fit to be written and read again. */
static inline void look_at(int cpu)
{
    machine = machine_describe(fake_root, cpu);
    assert_non_null(machine);
    warnings = machine_warnings(machine, fake_root, cpu);
    assert_true(json_is_array(warnings));
    char *text = json_dumps(machine, 0);
    assert_non_null(text);
    json_t *again = json_loads(text, 0, NULL);
    assert_true(json_equal(machine, again));
    json_decref(again);
    free(text);
}

/* The text at "part.name"; NULL where it is absent. */
static inline const char *at(const char *part, const char *name)
{
    return json_string_value(json_object_get(json_object_get(machine, part), name));
}

static inline const char *warning_with(const char *words)
{
    size_t i;
    json_t *one;

    json_array_foreach(warnings, i, one) {
        if (strstr(json_string_value(one), words))
            return json_string_value(one);
    }
    return NULL;
}

#define ROOTED(test) cmocka_unit_test_setup_teardown(test, fake_make, forget)

/* A hybrid laptop on bare metal. */
static inline void intel(void)
{
    fake_file("/proc/cpuinfo", "processor\t: 0\n"
                               "vendor_id\t: GenuineIntel\n"
                               "cpu family\t: 6\n"
                               "model\t\t: 154\n"
                               "model name\t: 12th Gen Intel(R) Core(TM) i7-1260P\n"
                               "stepping\t: 3\n"
                               "microcode\t: 0x430\n"
                               "cpu MHz\t\t: 2500.000\n"
                               "flags\t\t: fpu tsc rdtscp constant_tsc nonstop_tsc aes user_shstk\n"
                               "\n"
                               "processor\t: 12\n"
                               "vendor_id\t: GenuineIntel\n"
                               "cpu family\t: 6\n"
                               "model name\t: another\n"
                               "model\t\t: 154\n"
                               "stepping\t: 3\n"
                               "microcode\t: 0x431\n"
                               "flags\t\t: fpu tsc rdtscp constant_tsc nonstop_tsc aes\n");
    fake_file("/proc/sys/kernel/osrelease", "6.1.0-13-amd64\n");
    fake_file("/proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.55-1\n");
    fake_file("/boot/config-6.1.0-13-amd64", "CONFIG_LEGACY_VSYSCALL_NONE=y\n");
    fake_file("/proc/cmdline",
              "BOOT_IMAGE=/vmlinuz root=UUID=secret auditor=secret mitigations=off vsyscall=xonly "
              "quiet no-kvmclock pti=on luks.key=hidden -- vdso=0\n");
    fake_file(CLOCKSOURCE_CURRENT, "hpet\n");
    fake_file(CLOCKSOURCE_AVAILABLE, "tsc hpet acpi_pm \n");
    fake_file(CPU_DIR "vulnerabilities/meltdown", "Mitigation: PTI\n");
    fake_file(CPU_DIR "vulnerabilities/mds", "Not affected\n");
    fake_file(CPU_DIR "smt/active", "1\n");
    fake_file(CPU_DIR "online", "0-15\n");
    fake_file(CPU_DIR "cpu0/topology/thread_siblings_list", "0-1\n");
    fake_file(CPU_DIR "cpu12/topology/thread_siblings_list", "12\n");
    fake_file(CPU_DIR "cpu12/cpufreq/scaling_governor", "powersave\n");
    fake_file(CPU_DIR "cpu0/cpufreq/scaling_governor", "performance\n");
    fake_file(CPU_DIR "intel_pstate/no_turbo", "0\n");
    fake_file("/sys/devices/cpu_atom/cpus", "8-15\n");
    fake_file("/proc/stat", "cpu  1 2 3 4 5 6 7 8 9 10\ncpu1 0 0 0 0 0 0 0 11 0 0\n"
                            "cpu12 1 2 3 4 5 6 7 42 0 0\nintr 5\n");
}

/* A virtual machine of AMD's, with all that may watch a process switched on. */
static inline void watched(void)
{
    fake_file("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\n"
                               "flags\t\t: tsc hypervisor rdpid\n");
    fake_file("/proc/self/status", "Name:\tx\nTracerPid:\t77\nSeccomp:\t2\nSeccomp_filters:\t3\n"
                                   "Speculation_Store_Bypass:\tthread vulnerable\n"
                                   "SpeculationIndirectBranch:\tconditional enabled\n");
    fake_file("/proc/self/timens_offsets", "monotonic       86400         0\n"
                                           "boottime            0         0\n");
    symlink("time:[4026532000]", fake_place("/proc/self/ns/time"));
    fake_file("/sys/kernel/debug/tracing/current_tracer", "function\n");
    fake_file("/sys/kernel/debug/tracing/set_event", "raw_syscalls:sys_enter\n");
    fake_file("/sys/kernel/debug/tracing/events/raw_syscalls/enable", "X\n");
    fake_file("/sys/kernel/debug/tracing/events/vsyscall/enable", "0\n");
    fake_file("/sys/kernel/livepatch/fix_one/enabled", "1\n");
    fake_file("/sys/kernel/livepatch/fix_two/enabled", "0\n");
    fake_file(CPU_DIR "nohz_full", "0-3\n");
    fake_file("/proc/self/maps",
              "7ffd0000-7ffd2000 r--p 00000000 00:00 0    [vvar]\n"
              "7ffd2000-7ffd4000 r-xp 00000000 00:00 0    [vdso]\n"
              "7ffe0000-7ffe2000 rw-p 00000000 00:00 0    [stack]\n"
              "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0    [vsyscall]\n");
}

#endif
