/* SPDX-License-Identifier: MIT */
#include "machine/machine.h"

#include "fake_machines.h"

static void a_bare_metal_machine_is_described(void **state)
{
    (void)state;
    intel();
    look_at(12);

    assert_string_equal(at("platform", "cpu_vendor"), "GenuineIntel");
    assert_string_equal(at("platform", "cpu_family"), "6");
    assert_string_equal(at("platform", "cpu_model"), "154");
    assert_string_equal(at("platform", "cpu_stepping"), "3");
    assert_string_equal(at("platform", "microcode"), "0x431");
    assert_string_equal(at("platform", "hypervisor"), "none");
    assert_string_equal(at("subject", "kernel"), "6.1.0-13-amd64");
    assert_string_equal(at("subject", "kernel_version"), "#1 SMP PREEMPT_DYNAMIC Debian 6.1.55-1");
    assert_string_equal(at("subject", "clocksource"), "hpet");
    assert_string_equal(at("subject", "smt"), "1");
    assert_string_equal(at("subject", "governor"), "powersave");
    assert_string_equal(at("rest", "no_turbo"), "0");
    assert_string_equal(at("rest", "available_clocksource"), "tsc hpet acpi_pm");
    assert_string_equal(at("rest", "cpu_flags"), "tsc rdtscp constant_tsc nonstop_tsc user_shstk");
    json_t *flaws = json_object_get(json_object_get(machine, "subject"), "vulnerabilities");
    assert_int_equal(json_object_size(flaws), 2);
    assert_string_equal(json_string_value(json_object_get(flaws, "meltdown")), "Mitigation: PTI");
    assert_string_equal(json_string_value(json_object_get(machine, "kernel")), "6.1.0-13-amd64");
    assert_string_equal(json_string_value(json_object_get(machine, "hypervisor")), "none");
}

/* The CPUs of one machine may differ, and records of them must not pass for alike. */
static void the_kind_of_cpu_is_told(void **state)
{
    (void)state;
    intel();
    look_at(12);
    assert_string_equal(at("subject", "core"), "efficiency");
    assert_null(at("subject", "nohz_full"));
    forget_machine();
    fake_file(CPU_DIR "nohz_full", "0\n");
    look_at(0);
    assert_string_equal(at("subject", "core"), "performance");
    assert_string_equal(at("subject", "nohz_full"), "1");
}

static void the_program_describes_itself(void **state)
{
    (void)state;
    setenv("GLIBC_TUNABLES", "glibc.pthread.rseq=0", 1);
    look_at(0);
    assert_non_null(at("subject", "compiler"));
#ifdef __GLIBC__
    assert_memory_equal(at("subject", "libc"), "glibc 2.", 8);
    assert_null(strstr(at("subject", "libc"), "static"));
#endif
    assert_string_equal(at("subject", "glibc_tunables"), "glibc.pthread.rseq=0");
    unsetenv("GLIBC_TUNABLES");
}

/* Records are shown to others, and a command line may hold names and keys. */
static void only_known_words_of_the_command_line_are_kept(void **state)
{
    (void)state;
    intel();
    look_at(0);
    assert_string_equal(at("subject", "mitigations"), "mitigations=off pti=on");
    assert_string_equal(at("subject", "boot_options"), "vsyscall=xonly no-kvmclock");
    char *text = json_dumps(machine, 0);
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "hidden"));
    free(text);
}

/* What counts in an exact guest is said on its command line; elsewhere nothing is. */
static void an_emulator_is_told(void **state)
{
    (void)state;
    intel();
    look_at(0);
    assert_null(at("subject", "emulator"));
    forget_machine();
    fake_file("/proc/cmdline", "console=ttyS0 systoll.emulator=qemu-7.2.22/max vsyscall=xonly\n");
    look_at(0);
    assert_string_equal(at("subject", "emulator"), "qemu-7.2.22/max");
    assert_string_equal(at("subject", "boot_options"), "vsyscall=xonly");
    forget_machine();
    fake_file("/proc/cmdline", "quiet no-kvmclock-vsyscall no-kvmclock\n");
    look_at(0);
    assert_string_equal(at("subject", "boot_options"), "no-kvmclock-vsyscall no-kvmclock");
    forget_machine();
    fake_file("/proc/cmdline", "systoll.emulator systoll.emulatorx=1\n");
    look_at(0);
    assert_null(at("subject", "emulator"));
}

/* A frequency differs from one moment to the next, so it can't describe a machine. */
static void no_measured_frequency_is_kept(void **state)
{
    (void)state;
    intel();
    look_at(0);
    char *text = json_dumps(machine, 0);
    assert_null(strstr(text, "2500.000"));
    free(text);
}

static char *config_hash(const char *config)
{
    fake_file("/boot/config-6.1.0-13-amd64", config);
    look_at(0);
    char *hash = strdup(at("subject", "kernel_config"));
    forget_machine();
    return hash;
}

static void another_configuration_has_another_hash(void **state)
{
    (void)state;
    intel();
    char *one = config_hash("CONFIG_A=y\n"), *two = config_hash("CONFIG_A=m\n");
    char *again = config_hash("CONFIG_A=y\n");

    assert_string_equal(one, again);
    assert_string_not_equal(one, two);
    free(one), free(two), free(again);
}

static void a_watched_guest_is_described(void **state)
{
    (void)state;
    watched();
    look_at(0);
    assert_string_equal(at("platform", "hypervisor"), "unnamed");
    assert_null(at("subject", "core"));
    assert_string_equal(at("subject", "seccomp"), "2");
    assert_string_equal(at("subject", "seccomp_filters"), "3");
    assert_string_equal(at("subject", "time_namespace"), "other");
    assert_string_equal(at("subject", "speculation_store_bypass"), "thread vulnerable");
    json_t *maps = json_object_get(json_object_get(machine, "rest"), "mappings");
    assert_int_equal(json_object_size(maps), 3);
    assert_string_equal(json_string_value(json_object_get(maps, "[vsyscall]")), "--xp");
}

static void the_hypervisor_file_names_it(void **state)
{
    (void)state;
    fake_file("/sys/hypervisor/type", "xen\n");
    look_at(0);
    assert_string_equal(at("platform", "hypervisor"), "xen");
}

/* CPUID may be answered by a machine beneath the kernel's own. */
static void the_kernels_clocks_name_it_too(void **state)
{
    (void)state;
    fake_file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: tsc hypervisor\n");
    fake_file(CLOCKSOURCE_AVAILABLE, "tsc kvm-clock\n");
    look_at(0);
    assert_string_equal(at("platform", "hypervisor"), "KVM");
    forget_machine();
    fake_file(CLOCKSOURCE_AVAILABLE, "hyperv_clocksource_tsc_page acpi_pm\n");
    look_at(0);
    assert_string_equal(at("platform", "hypervisor"), "Hyper-V");
}

/* What a strict container leaves: nothing to read, and nothing may be made up for it. */
static void what_cannot_be_read_is_absent(void **state)
{
    (void)state;
    look_at(0);
    assert_int_equal(json_object_size(json_object_get(machine, "platform")), 0);
    assert_int_equal(json_object_size(json_object_get(machine, "rest")), 0);
    assert_null(json_object_get(machine, "cpu"));
    assert_null(at("subject", "governor"));
    assert_null(at("subject", "mitigations"));
    assert_null(json_object_get(json_object_get(machine, "subject"), "vulnerabilities"));
    assert_int_equal(json_array_size(warnings), 0);
    assert_int_equal(machine_steal(fake_root, 0), -1);
}

static void hostile_files_become_valid_json(void **state)
{
    static char huge[6 << 20];
    char bytes[256];
    (void)state;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i ^ 0x80);
    memset(huge, 'A', sizeof huge);
    fake_bytes("/proc/sys/kernel/osrelease", bytes, sizeof bytes);
    fake_bytes("/proc/sys/kernel/version", huge, sizeof huge);
    fake_bytes("/proc/cpuinfo", "model name\t: \xff\xfe\0\x1b[31mred\nflags\t:", 33);
    fake_bytes(CPU_DIR "vulnerabilities/\xc3\x28", "x", 1);
    fake_bytes(CPU_DIR "vulnerabilities/mds", bytes, sizeof bytes);
    symlink("loop", fake_place("/proc/loop"));
    symlink("loop", fake_place("/proc/cmdline"));
    mkfifo(fake_place("/proc/stat"), 0600);
    mkfifo(fake_place("/sys/hypervisor/type"), 0600);
    mkdir(fake_place(CLOCKSOURCE_CURRENT), 0755);
    fake_file("/sys/kernel/livepatch", "no directory\n");
    look_at(0);

    assert_string_equal(json_string_value(json_object_get(machine, "cpu")), "????[31mred");
    assert_int_equal(strlen(at("subject", "kernel_version")), 4095);
    assert_string_not_equal(at("platform", "hypervisor"), "");
    assert_null(at("subject", "clocksource"));
    assert_null(at("subject", "mitigations"));
    assert_int_equal(machine_steal(fake_root, 0), -1);
}

static void a_root_that_is_no_directory_is_an_empty_machine(void **state)
{
    (void)state;
    json_t *m = machine_describe("/dev/null", -1);
    assert_int_equal(json_object_size(json_object_get(m, "platform")), 0);
    json_decref(m);
}

static void steal_is_that_of_the_cpu(void **state)
{
    (void)state;
    intel();
    assert_int_equal(machine_steal(fake_root, 12), 42);
    assert_int_equal(machine_steal(fake_root, 1), 11);
    assert_int_equal(machine_steal(fake_root, 2), -1);
    assert_int_equal(machine_steal(fake_root, -1), -1);
    fake_file("/proc/stat", "cpu 1\ncpu0 1 2 3\ncpu1 1 2 3 4 5 6 7 8\n");
    assert_int_equal(machine_steal(fake_root, 0), -1);
}

static void a_sibling_is_busy_with_what_is_not_idle(void **state)
{
    (void)state;
    assert_int_equal(machine_sibling_busy(fake_root, 0), -1);
    fake_file("/proc/stat", "cpu 1\ncpu0 9 9 9 9 9 9 9 9\ncpu1 1 2 3 100 200 4 5 300\n");
    assert_int_equal(machine_sibling_busy(fake_root, 0), -1);
    fake_file("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1\n");
    assert_int_equal(machine_sibling_busy(fake_root, 0), 15);
    fake_file("/proc/stat", "cpu 1\ncpu1 1 2 3\n");
    assert_int_equal(machine_sibling_busy(fake_root, 0), -1);
}

/* Two looks at the running system must agree, or no two records could be compared. */
static void this_machine_is_described_alike_twice(void **state)
{
    (void)state;
    json_t *one = machine_describe("", 0), *two = machine_describe("", 0);

    assert_true(json_equal(json_object_get(one, "platform"), json_object_get(two, "platform")));
    assert_true(json_equal(json_object_get(one, "subject"), json_object_get(two, "subject")));
    assert_non_null(json_object_get(one, "kernel"));
    assert_non_null(json_object_get(one, "hypervisor"));
    json_decref(one);
    json_decref(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOTED(a_bare_metal_machine_is_described),
        ROOTED(the_kind_of_cpu_is_told),
        ROOTED(the_program_describes_itself),
        ROOTED(only_known_words_of_the_command_line_are_kept),
        ROOTED(an_emulator_is_told),
        ROOTED(no_measured_frequency_is_kept),
        ROOTED(another_configuration_has_another_hash),
        ROOTED(a_watched_guest_is_described),
        ROOTED(the_hypervisor_file_names_it),
        ROOTED(the_kernels_clocks_name_it_too),
        ROOTED(what_cannot_be_read_is_absent),
        ROOTED(hostile_files_become_valid_json),
        ROOTED(a_root_that_is_no_directory_is_an_empty_machine),
        ROOTED(steal_is_that_of_the_cpu),
        ROOTED(a_sibling_is_busy_with_what_is_not_idle),
        cmocka_unit_test(this_machine_is_described_alike_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
