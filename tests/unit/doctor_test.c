/* SPDX-License-Identifier: MIT */
#include "fake_host.h"

static void nothing_is_found_on_a_quiet_server(void **state)
{
    (void)state;
    assert_int_equal(ill(), 0);
}

static void clocks_are_judged_by_entries_and_not_by_names(void **state)
{
    (void)state;
    fake_file(CLOCKSOURCE_CURRENT, "hpet\n");
    assert_int_equal(ill(), 0);
    host.clocks[1].entries = 1;
    snprintf(host.unstable, sizeof host.unstable, "clocksource: Marking clocksource 'tsc' as x");
    alone("clocks", DOCTOR_FINDING,
          "monotonic enters the kernel, counted by seccomp; answered in "
          "user space: gettimeofday, monotonic_coarse; clocksource hpet "
          "has no vDSO mode; the kernel's log: clocksource: Marking");
    says("the kernel still offers the TSC");
    fake_file(CLOCKSOURCE_AVAILABLE, "hpet acpi_pm\n");
    look("clocks");
    says("the kernel doesn't offer the TSC: look at dmesg");
    host.log = -EPERM;
    look("clocks");
    says("sudo dmesg");
    fake_file(CLOCKSOURCE_CURRENT, "tsc\n"); /* its good name doesn't help it */
    assert_int_equal(look("clocks"), DOCTOR_FINDING);
}

static void what_cannot_be_counted_is_no_finding(void **state)
{
    (void)state;
    host.counted_by = NULL;
    host.clocks[0].entries = host.clocks[1].entries = host.clocks[2].entries = host.libc = NAN;
    snprintf(host.uncounted, sizeof host.uncounted, "a seccomp filter was refused");
    assert_int_equal(look("clocks"), DOCTOR_NOTE);
    assert_non_null(strstr(line.seen, "a seccomp filter was refused"));
    assert_int_equal(look("libc"), DOCTOR_NOTE);
}

static void a_missing_vdso_is_one_finding(void **state)
{
    (void)state;
    host.no_vdso = "AT_SYSINFO_EHDR is absent";
    host.clocks_size = 0;
    host.libc = 1;
    alone("clocks", DOCTOR_FINDING, "every clock enters the kernel: AT_SYSINFO_EHDR is absent");
    says("vdso=0");
}

static void libc_that_enters_alone_is_found(void **state)
{
    (void)state;
    host.libc = 1;
    alone("libc", DOCTOR_FINDING, "enters the kernel 1 times per call");
}

static void a_time_namespace_is_found(void **state)
{
    (void)state;
    remove(fake_place("/proc/self/ns/time"));
    symlink("time:[4026532000]", fake_place("/proc/self/ns/time"));
    alone("time namespace", DOCTOR_FINDING, "of its own (monotonic 0 0 boottime 0 0)");
    remove(fake_place("/proc/self/ns/time"));
    assert_int_equal(look("time namespace"), DOCTOR_OK);
    host.proc = false;
    assert_int_equal(look("time namespace"), DOCTOR_NOTE);
}

static void the_page_is_judged_by_its_mode(void **state)
{
    (void)state;
    host.vsyscall.mode = VSYSCALL_XONLY;
    host.vsyscall.call.signal = 0;
    alone("vsyscall", DOCTOR_NOTE, "mode xonly: tried, a call works, a read is refused");
    says("vsyscall=none");
    host.vsyscall.mode = VSYSCALL_EMULATE;
    host.vsyscall.read.signal = 0;
    alone("vsyscall", DOCTOR_FINDING, "mode emulate: tried, a call works, a read gives");
    says("vsyscall=xonly");
    host.guards.cpu_lass = true;
    look("LASS");
    says("vsyscall=emulate costs this machine LASS");
    host.vsyscall.agree = false;
    assert_int_equal(look("vsyscall"), DOCTOR_NOTE);
    host.vsyscall.agree = true;
    host.vsyscall.call.signal = SIGSYS;
    assert_int_equal(look("vsyscall"), DOCTOR_NOTE);
    says("a seccomp filter refuses");
    host.vsyscall_error = -EAGAIN;
    assert_int_equal(look("vsyscall"), DOCTOR_NOTE);
}

static void ways_in_are_told(void **state)
{
    (void)state;
    host.guards.ia32 = KNOWN_YES;
    alone("32-bit entry", DOCTOR_NOTE, "open: int 0x80 enters the kernel");
    says("ia32_emulation=0");
    host.guards.ia32 = UNKNOWN;
    alone("32-bit entry", DOCTOR_NOTE, "can't be tried: SIGSEGV");
    host.guards.ia32 = KNOWN_NO;
    look("32-bit entry");
    assert_non_null(strstr(line.seen, "closed: int 0x80 gives SIGSEGV"));
}

/* What the CPU has and the kernel doesn't use is a note; what neither has is not. */
static void guards_are_told_as_used(void **state)
{
    static const char *const names[] = {"shadow stacks", "FRED", "LASS"};
    (void)state;
    host.guards.cpu_shadow_stack = host.guards.cpu_fred = host.guards.cpu_lass = true;
    assert_int_equal(ill(), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(look(names[i]), DOCTOR_NOTE);
    host.guards.shadow_offer = host.guards.fred = host.guards.lass = KNOWN_YES;
    assert_int_equal(ill(), 0);
    look("shadow stacks");
    assert_non_null(strstr(line.seen, "this process runs without"));
    host.guards.shadow_stack = KNOWN_YES;
    look("shadow stacks");
    assert_non_null(strstr(line.seen, "used"));
    host.guards.shadow_offer = host.guards.fred = host.guards.lass = UNKNOWN;
    assert_int_equal(ill(), 3);
    host.guards_error = -EAGAIN;
    assert_int_equal(look("FRED"), DOCTOR_NOTE);
}

/* Another name in the fake root; a static buffer of its own. */
static const char *other_place(void)
{
    static char whole[100];
    snprintf(whole, sizeof whole, "%s/other", fake_root);
    return whole;
}

#define CAMPAIGN "/var/lib/systoll/bootmodes/state.json"
#define CAMPAIGN_UNIT "/etc/systemd/system/systoll-bootmodes.service"

static void write_campaign(const char *phase)
{
    char text[400];
    snprintf(text, sizeof text,
             "{\"schema\": \"systoll.campaign/1\", \"phase\": \"%s\", \"dir\": \"\\u001b[31m\", "
             "\"boots\": "
             "[{\"state\": \"done\"}, {\"state\": \"planned\"}, {\"state\": \"given up\"}]}",
             phase);
    fake_file(CAMPAIGN, text);
    chmod(fake_place(CAMPAIGN), 0644);
}

static void a_campaign_is_seen(void **state)
{
    (void)state;
    fake_file(CAMPAIGN_UNIT, "");
    write_campaign("armed");
    alone("boot campaign", DOCTOR_NOTE, "is under way: 1 of 3 boots are measured");
    says("--here --stop");
    write_campaign("halted");
    alone("boot campaign", DOCTOR_FINDING,
          "left half-way: 1 of 3 boots are measured, and it can't");
    says("--undo");
    write_campaign("measuring");
    remove(fake_place(CAMPAIGN_UNIT));
    alone("boot campaign", DOCTOR_FINDING, "was left half-way");
    fake_file(CAMPAIGN, "{\"schema\": \"systoll.campaign/1\", \"boots\": 7}");
    alone("boot campaign", DOCTOR_FINDING, "without a state");
    remove(fake_place(CAMPAIGN));
    alone("boot campaign", DOCTOR_FINDING, "without a state");
}

/* Whoever can write there would have doctor say what they like. */
static void a_campaign_of_others_is_not_believed(void **state)
{
    (void)state;
    fake_file(CAMPAIGN_UNIT, "");
    write_campaign("armed");
    chmod(fake_place(CAMPAIGN), 0666);
    alone("boot campaign", DOCTOR_NOTE, "is not believed: others could have written it");
    chmod(fake_place(CAMPAIGN), 0644);
    link(fake_place(CAMPAIGN), other_place());
    alone("boot campaign", DOCTOR_NOTE, "is not believed");
    remove(other_place());
    assert_int_equal(look("boot campaign"), DOCTOR_NOTE);
    assert_non_null(strstr(line.seen, "is under way"));
    rename(fake_place(CAMPAIGN), other_place());
    symlink(other_place(), fake_place(CAMPAIGN));
    alone("boot campaign", DOCTOR_NOTE, "is not believed");
    remove(fake_place(CAMPAIGN));
    mkfifo(fake_place(CAMPAIGN), 0644);
    alone("boot campaign", DOCTOR_NOTE, "is not believed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {WELL(nothing_is_found_on_a_quiet_server),
                                       WELL(clocks_are_judged_by_entries_and_not_by_names),
                                       WELL(what_cannot_be_counted_is_no_finding),
                                       WELL(a_missing_vdso_is_one_finding),
                                       WELL(libc_that_enters_alone_is_found),
                                       WELL(a_time_namespace_is_found),
                                       WELL(the_page_is_judged_by_its_mode),
                                       WELL(ways_in_are_told),
                                       WELL(guards_are_told_as_used),
                                       WELL(a_campaign_is_seen),
                                       WELL(a_campaign_of_others_is_not_believed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
