/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FAKE_HOST_H
#define SYSTOLL_FAKE_HOST_H

#include "doctor/doctor.h"

#include "fake_machines.h"

#include <errno.h>
#include <linux/prctl.h>
#include <math.h>
#include <signal.h>

/* A quiet server: every line of it is ok. Each test changes one thing, by the files of a fake root
 * or by what came of trying. */
static struct host host;
static struct doctor_line line;

static inline void healthy_files(void)
{
    fake_file("/proc/cpuinfo",
              "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: tsc rdtscp\n");
    fake_file("/proc/self/status", "TracerPid:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n"
                                   "Speculation_Store_Bypass:\tthread vulnerable\n");
    symlink("time:[4026531834]", fake_place("/proc/self/ns/time"));
    fake_file("/proc/self/timens_offsets", "monotonic 0 0\nboottime 0 0\n");
    fake_file("/proc/stat", "cpu  1 2 3 4 5 6 7 0 9 10\ncpu1 0 0 0 0 0 0 0 0 0 0\n");
    fake_file("/proc/uptime", "1000.00 900.00\n");
    fake_file(CLOCKSOURCE_CURRENT, "tsc\n");
    fake_file(CLOCKSOURCE_AVAILABLE, "tsc hpet acpi_pm\n");
    fake_file(CPU_DIR "online", "0-1\n");
    fake_file(CPU_DIR "isolated", "1\n");
    fake_file(CPU_DIR "nohz_full", "\n");
    fake_file(CPU_DIR "smt/active", "0\n");
    fake_file(CPU_DIR "cpu1/cpufreq/scaling_governor", "performance\n");
    fake_file(CPU_DIR "vulnerabilities/meltdown", "Not affected\n");
    fake_file(CPU_DIR "vulnerabilities/spectre_v2", "Vulnerable\n");
}

static inline void clock_with(const char *name, bool clocksource, double entries)
{
    static struct host_clock clocks[8];
    host.clocks = clocks;
    struct host_clock *c = &clocks[host.clocks_size++];
    snprintf(c->name, sizeof c->name, "%s", name);
    c->clocksource = clocksource;
    c->entries = entries;
}

static inline int healthy(void **state)
{
    if (fake_make(state))
        return -1;
    healthy_files();
    host = (struct host){.root = fake_root,
                         .cpu = 1,
                         .proc = true,
                         .sys = true,
                         .counted_by = "seccomp",
                         .guards = {.lass = KNOWN_NO},
                         .ssbd = PR_SPEC_PRCTL | PR_SPEC_ENABLE,
                         .all_holders = true,
                         .rdpmc = 1,
                         .timed = true,
                         .syscall_ns = 100,
                         .vsyscall_ns = 300};
    snprintf(host.guards.ia32_ended, sizeof host.guards.ia32_ended, "SIGSEGV (SI_KERNEL)");
    host.vsyscall = (struct vsyscall){.mode = VSYSCALL_NONE,
                                      .mapped = true,
                                      .agree = true,
                                      .call.signal = SIGSEGV,
                                      .read.signal = SIGSEGV};
    host.tracing = json_pack("{s:s, s:s}", "current_tracer", "nop", "set_event", "");
    clock_with("gettimeofday", true, 0);
    clock_with("monotonic", true, 0);
    clock_with("monotonic_coarse", false, 0);
    return 0;
}

static inline int healed(void **state)
{
    json_decref(host.machine);
    json_decref(host.tracing);
    return fake_remove(state);
}

/* The machine is described anew by what the files say by now. */
static inline void describe(void)
{
    json_decref(host.machine);
    host.machine = machine_describe(fake_root, host.cpu);
    json_t *none = json_string("none"); /* CPUID would speak of the machine of the test */
    json_object_set_new(host.machine, "hypervisor", none);
}

static inline enum doctor_verdict look(const char *name)
{
    describe();
    for (const struct doctor_row *const *group = doctor_groups; *group; group++)
        for (const struct doctor_row *row = *group; row->name; row++)
            if (strcmp(row->name, name) == 0) {
                doctor_look(row, &host, &line);
                return line.verdict;
            }
    fail_msg("there is no line %s", name);
    return DOCTOR_OK;
}

/* How many of the lines are not ok. */
static inline int ill(void)
{
    int count = 0;
    describe();
    for (const struct doctor_row *const *group = doctor_groups; *group; group++)
        for (const struct doctor_row *row = *group; row->name; row++) {
            doctor_look(row, &host, &line);
            if (line.verdict != DOCTOR_OK)
                print_message("%s: %s\n", row->name, line.seen);
            count += line.verdict != DOCTOR_OK;
            assert_true(*line.seen && *line.why);
            assert_true(line.verdict == DOCTOR_OK || *line.remedy);
        }
    return count;
}

/* The line of that name is what is wrong, and nothing else is. */
static inline void alone(const char *name, enum doctor_verdict verdict, const char *seen)
{
    assert_int_equal(ill(), 1);
    assert_int_equal(look(name), verdict);
    if (!strstr(line.seen, seen))
        fail_msg("%s: '%s' lacks '%s'", name, line.seen, seen);
}

static inline void says(const char *text)
{
    if (!strstr(line.remedy, text))
        fail_msg("'%s' lacks '%s'", line.remedy, text);
}

#define WELL(test) cmocka_unit_test_setup_teardown(test, healthy, healed)

#endif
