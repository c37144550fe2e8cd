/* SPDX-License-Identifier: MIT */
#include "fake_host.h"

#include "doctor/dispatch.h"
#include "doctor/examine.h"

#include <sys/prctl.h>

static void filters_are_found(void **state)
{
    (void)state;
    fake_file("/proc/self/status", "TracerPid:\t0\nSeccomp:\t2\nSeccomp_filters:\t3\n");
    alone("seccomp", DOCTOR_FINDING, "3 seccomp filters of this process look at each call");
    remove(fake_place("/proc/self/status"));
    host.seccomp = 2; /* without /proc the kernel still answers */
    assert_int_equal(look("seccomp"), DOCTOR_FINDING);
    host.seccomp = 0;
    assert_int_equal(look("seccomp"), DOCTOR_OK);
    host.seccomp = -EINVAL;
    assert_int_equal(look("seccomp"), DOCTOR_NOTE);
}

static void audit_is_found(void **state)
{
    (void)state;
    host.audit = 1;
    alone("audit", DOCTOR_FINDING, "on, 0 rules for system calls");
    host.rules.exit = 1;
    alone("audit", DOCTOR_FINDING, "on, 1 rule for system calls");
    host.rules.never = true;
    alone("audit", DOCTOR_NOTE, "never,task spares");
    host.rules_error = -EPERM;
    alone("audit", DOCTOR_FINDING, "its rules can't be read");
    host.audit = -EPERM;
    alone("audit", DOCTOR_NOTE, "not known");
    says("sudo auditctl -s");
    host.audit = -ECONNREFUSED;
    look("audit");
    says("on the host");
    host.audit = -EPROTONOSUPPORT;
    assert_int_equal(look("audit"), DOCTOR_OK);
}

static void dispatch_is_found(void **state)
{
    (void)state;
    host.dispatch = 1;
    alone("user dispatch", DOCTOR_FINDING, "on for this process");
    host.dispatch = -EPERM;
    alone("user dispatch", DOCTOR_NOTE, "not known");
}

/* Switched on here, with a selector that lets every call pass. */
static void dispatch_is_asked_of_the_kernel(void **state)
{
    enum { SET_DISPATCH = 59, ON = 1 };
    static char let_pass;
    (void)state;
    if (prctl(SET_DISPATCH, ON, 0, 0, &let_pass))
        skip();
    int on = dispatch_find();
    prctl(SET_DISPATCH, 0, 0, 0, 0);
    assert_true(on == 1 || on < 0); /* before Linux 6.4, or under a debugger */
    int off = dispatch_find();
    assert_true(off == 0 || off < 0);
    assert_int_equal(on < 0, off < 0);
}

static void ssbd_is_found_where_it_is_this_process_s_own(void **state)
{
    (void)state;
    host.ssbd = PR_SPEC_PRCTL | PR_SPEC_FORCE_DISABLE;
    alone("SSBD", DOCTOR_FINDING, "on for this process: thread vulnerable");
    host.ssbd = PR_SPEC_PRCTL | PR_SPEC_DISABLE;
    assert_int_equal(look("SSBD"), DOCTOR_FINDING);
    host.ssbd = PR_SPEC_DISABLE;
    alone("SSBD", DOCTOR_NOTE, "on for the whole machine");
    host.ssbd = PR_SPEC_NOT_AFFECTED;
    assert_int_equal(look("SSBD"), DOCTOR_OK);
    host.ssbd = -ENODEV;
    alone("SSBD", DOCTOR_NOTE, "not known");
}

static void mitigations_are_told_in_the_kernel_s_words(void **state)
{
    (void)state;
    fake_file(CPU_DIR "vulnerabilities/spectre_v2", "Mitigation: Retpolines; STIBP: disabled\n");
    fake_file(CPU_DIR "vulnerabilities/l1tf", "Mitigation: PTE Inversion\n");
    alone("mitigations", DOCTOR_NOTE, "spectre_v2: Retpolines; STIBP: disabled");
    assert_null(strstr(line.seen, "l1tf"));
    fake_file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: tsc pti rdtscp\n");
    alone("mitigations", DOCTOR_FINDING, "(pti), though meltdown: Not affected");
    fake_file(CPU_DIR "vulnerabilities/meltdown", "Mitigation: PTI\n");
    alone("mitigations", DOCTOR_NOTE, "meltdown: PTI; spectre_v2");
}

static void cpus_without_a_tick_are_told(void **state)
{
    (void)state;
    fake_file(CPU_DIR "nohz_full", "0\n");
    alone("nohz_full", DOCTOR_NOTE, "CPUs 0 have no tick");
    fake_file(CPU_DIR "nohz_full", "1\n");
    alone("nohz_full", DOCTOR_NOTE, "the one to measure on is among them");
}

static void tracing_is_found(void **state)
{
    (void)state;
    json_object_set_new(host.tracing, "set_event", json_string("raw_syscalls:sys_enter"));
    alone("tracing", DOCTOR_FINDING, "set_event raw_syscalls:sys_enter");
    json_object_set_new(host.tracing, "set_event", json_string("sched:sched_switch"));
    alone("tracing", DOCTOR_NOTE, "sched:sched_switch");
    json_object_set_new(host.tracing, "set_event", json_string(""));
    json_object_set_new(host.tracing, "mine", json_string("syscalls:sys_enter_read"));
    alone("tracing", DOCTOR_FINDING, "mine syscalls:sys_enter_read");
    json_object_set_new(host.tracing, "mine", json_string(""));
    json_object_set_new(host.tracing, "current_tracer", json_string("function"));
    alone("tracing", DOCTOR_FINDING, "current_tracer function");
    json_decref(host.tracing);
    host.tracing = NULL;
    alone("tracing", DOCTOR_NOTE, "can't be read");
}

static void tracers_are_found(void **state)
{
    (void)state;
    fake_file("/proc/self/status", "TracerPid:\t77\nSeccomp:\t0\nSeccomp_filters:\t0\n");
    alone("tracer", DOCTOR_FINDING, "process 77 traces this one");
    remove(fake_place("/proc/self/status"));
    assert_int_equal(look("tracer"), DOCTOR_NOTE);
}

static void what_tracefs_does_not_show_is_looked_for(void **state)
{
    (void)state;
    host.holders = 2;
    snprintf(host.holder, sizeof host.holder, "12 (perf)");
    alone("perf events", DOCTOR_NOTE, "2 processes hold perf events, the first 12 (perf)");
    host.holders = 0;
    host.all_holders = false;
    alone("perf events", DOCTOR_NOTE, "this user may not look");
    host.all_holders = true;
    host.syscall_ns = 700;
    alone("system calls", DOCTOR_FINDING, "costs 2.3 times what a trap into the page costs");
    host.vsyscall_ns = NAN;
    alone("system calls", DOCTOR_NOTE, "not known");
}

static void a_machine_to_measure_on_is_judged(void **state)
{
    (void)state;
    fake_file(CPU_DIR "cpu1/cpufreq/scaling_governor", "powersave\n");
    alone("governor", DOCTOR_NOTE, "CPU 1 runs under the powersave governor");
    remove(fake_place(CPU_DIR "cpu1/cpufreq/scaling_governor"));
    assert_int_equal(look("governor"), DOCTOR_OK);
    fake_file(CPU_DIR "smt/active", "1\n");
    alone("SMT", DOCTOR_NOTE, "two threads share a core");
    fake_file(CPU_DIR "smt/active", "0\n");
    fake_file(CPU_DIR "isolated", "\n");
    alone("isolated CPUs", DOCTOR_NOTE, "none; CPU 1 is the best");
    fake_file(CPU_DIR "isolated", "1\n");
    host.pmu = -ENOENT;
    snprintf(host.pmu_why, sizeof host.pmu_why, "this VM has no PMU");
    assert_int_equal(look("PMU"), DOCTOR_NOTE);
    says("this VM has no PMU");
    assert_int_equal(look("rdpmc"), DOCTOR_NOTE);
    host.pmu = host.rdpmc = 0;
    alone("rdpmc", DOCTOR_NOTE, "refused (the kernel's setting is unknown)");
}

static void steal_is_a_share_since_boot(void **state)
{
    char stat[100];
    (void)state;
    snprintf(stat, sizeof stat, "cpu  1 2 3 4 5 6 7 8 9 10\ncpu1 0 0 0 0 0 0 0 %ld 0 0\n",
             50 * sysconf(_SC_CLK_TCK));
    fake_file("/proc/stat", stat);
    alone("steal", DOCTOR_NOTE, "took 5 % of CPU 1's time since boot");
    remove(fake_place("/proc/uptime"));
    alone("steal", DOCTOR_NOTE, "/proc can't be read");
}

/* Without /sys no line takes what it can't see for absent. */
static void without_sys_nothing_is_called_absent(void **state)
{
    static const char *const names[] = {"mitigations", "nohz_full", "governor", "SMT",
                                        "isolated CPUs"};
    (void)state;
    host.sys = false;
    remove(fake_place(CPU_DIR "vulnerabilities/meltdown"));
    remove(fake_place(CPU_DIR "vulnerabilities/spectre_v2"));
    rmdir(fake_place(CPU_DIR "vulnerabilities"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(look(names[i]), DOCTOR_NOTE);
        assert_non_null(strstr(line.seen, "/sys can't be read here"));
    }
}

static const char *put(const struct guards *g, const char *name)
{
    static char text[32];
    json_t *subject = json_object();
    guards_put(g, subject);
    const char *value = json_string_value(json_object_get(subject, name));
    snprintf(text, sizeof text, "%s", value ? value : "not recorded");
    json_decref(subject);
    return text;
}

static void records_have_what_is_used_and_not_what_is_there(void **state)
{
    struct guards g = {.ia32 = KNOWN_YES,
                       .fred = UNKNOWN,
                       .lass = KNOWN_YES,
                       .shadow_offer = KNOWN_YES,
                       .cpu_fred = true};
    (void)state;
    assert_string_equal(put(&g, "ia32_emulation"), "on");
    assert_string_equal(put(&g, "shadow_stacks"), "not used");
    assert_string_equal(put(&g, "fred"), "not recorded");
    assert_string_equal(put(&g, "lass"), "used");
    g.ia32 = KNOWN_NO;
    assert_string_equal(put(&g, "ia32_emulation"), "off");
}

/* This machine, whatever it is, is examined, and each line says something. */
static void this_machine_is_examined(void **state)
{
    struct host h;
    (void)state;
    assert_int_equal(host_examine(&h), 0);
    for (const struct doctor_row *const *group = doctor_groups; *group; group++)
        for (const struct doctor_row *row = *group; row->name; row++) {
            doctor_look(row, &h, &line);
            assert_true(*line.seen && *line.why);
            assert_true(line.verdict == DOCTOR_OK || *line.remedy);
        }
    assert_true(h.no_vdso || h.clocks_size >= 9);
    host_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WELL(filters_are_found),
        WELL(audit_is_found),
        WELL(dispatch_is_found),
        cmocka_unit_test(dispatch_is_asked_of_the_kernel),
        WELL(ssbd_is_found_where_it_is_this_process_s_own),
        WELL(mitigations_are_told_in_the_kernel_s_words),
        WELL(cpus_without_a_tick_are_told),
        WELL(tracing_is_found),
        WELL(tracers_are_found),
        WELL(what_tracefs_does_not_show_is_looked_for),
        WELL(a_machine_to_measure_on_is_judged),
        WELL(steal_is_a_share_since_boot),
        WELL(without_sys_nothing_is_called_absent),
        cmocka_unit_test(records_have_what_is_used_and_not_what_is_there),
        cmocka_unit_test(this_machine_is_examined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
