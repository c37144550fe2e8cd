/* SPDX-License-Identifier: MIT */
#include "machine/pin.h"

#include "fake_root.h"
#include "machine/cpus.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#define CPU_DIR "/sys/devices/system/cpu/"

static void assert_choice(int cpu, const char *sentence)
{
    char why[256];

    assert_int_equal(pin_choose(fake_root, why, sizeof why), cpu);
    assert_string_equal(why, sentence);
}

static void isolated_comes_first(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-3\n");
    fake_file(CPU_DIR "isolated", "2\n");
    fake_file(CPU_DIR "nohz_full", "  (null)\n");
    fake_file("/proc/interrupts", "     CPU0 CPU1 CPU2 CPU3\n 1: 5 5 900 5 timer\n");
    assert_choice(2, "CPU 2: isolated");

    fake_file(CPU_DIR "nohz_full", "2-3\n");
    assert_choice(3, "CPU 3: nohz_full, fewest interrupts among 2-3");
    fake_file("/proc/interrupts", "");
    fake_file(CPU_DIR "isolated", "2-3\n");
    assert_choice(3, "CPU 3: isolated and nohz_full, the highest number among 2-3");
}

static void isolated_but_offline_is_not_chosen(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-1\n");
    fake_file(CPU_DIR "isolated", "7\n");
    assert_choice(1, "CPU 1: the highest number among 0-1");
}

static void fewest_interrupts_then_highest_number(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-3\n");
    fake_file("/proc/interrupts", "      CPU0  CPU1  CPU2  CPU3\n"
                                  " 24:   10    3    4    2   IO-APIC 5-edge ACPI:Ged\n"
                                  "LOC:   10    0    0    1   Local timer interrupts\n"
                                  "ERR:    9\n"
                                  "MIS:    9\n");
    assert_choice(3, "CPU 3: fewest interrupts among 0-3");
    fake_file("/proc/interrupts", "CPU0 CPU1 CPU2 CPU3\n 0: 1 0 1 1\n");
    assert_choice(1, "CPU 1: fewest interrupts among 0-3");
}

static void interrupts_count_for_the_online_columns(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0,2,5\n");
    fake_file("/proc/interrupts", "  CPU0 CPU2 CPU5\n 0: 7 1 8\n");
    assert_choice(2, "CPU 2: fewest interrupts among 0,2,5");
}

/* One number for all CPUs is none of the first's, and must not borrow from the next line. */
static void a_short_line_of_interrupts_is_passed_over(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-1\n");
    fake_file("/proc/interrupts", "CPU0 CPU1\nERR: 9\n 24: 0 5\n");
    assert_choice(0, "CPU 0: fewest interrupts among 0-1");
    fake_file("/proc/interrupts", "CPU0 CPU1\nERR: 9\n 24: 5 3\n");
    assert_choice(1, "CPU 1: fewest interrupts among 0-1");
}

static void performance_cores_before_efficiency_cores(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-5\n");
    fake_file("/sys/devices/cpu_atom/cpus", "2-5\n");
    fake_file("/proc/interrupts", "CPU0 CPU1 CPU2 CPU3 CPU4 CPU5\n 0: 9 8 0 0 0 0\n");
    assert_choice(1, "CPU 1: fewest interrupts among 0-1");

    fake_file("/sys/devices/cpu_atom/cpus", "1-5\n");
    assert_choice(0, "CPU 0: the only performance core allowed");
    fake_file("/sys/devices/cpu_atom/cpus", "0-5\n");
    assert_choice(5, "CPU 5: fewest interrupts among 0-5, an efficiency core, since no other is "
                     "allowed");
    fake_file("/sys/devices/cpu_atom/cpus", "1-5\n");
    fake_file(CPU_DIR "isolated", "4\n");
    assert_choice(4, "CPU 4: isolated, an efficiency core");
}

static void capacity_tells_cores_apart_without_a_pmu(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0-2\n");
    fake_file(CPU_DIR "cpu0/cpu_capacity", "1024\n");
    fake_file(CPU_DIR "cpu1/cpu_capacity", "1024\n");
    fake_file(CPU_DIR "cpu2/cpu_capacity", "640\n");
    assert_choice(1, "CPU 1: the highest number among 0-1");
}

static void one_cpu_is_the_choice(void **state)
{
    (void)state;
    fake_file(CPU_DIR "online", "0\n");
    assert_choice(0, "CPU 0: the only one allowed");
}

static void no_cpu_is_an_error(void **state)
{
    char why[64];
    (void)state;

    assert_int_equal(pin_choose(fake_root, why, sizeof why), -ENOENT);
    fake_file(CPU_DIR "online", "\n");
    assert_int_equal(pin_choose(fake_root, why, sizeof why), -ENODEV);
    fake_file(CPU_DIR "online", "0-99999999999\n");
    assert_int_equal(pin_choose(fake_root, why, sizeof why), -ENOENT);
}

static void hostile_interrupts_do_no_harm(void **state)
{
    static char huge[1 << 20];
    (void)state;

    fake_file(CPU_DIR "online", "0-1\n");
    memset(huge, '9', sizeof huge);
    fake_bytes("/proc/interrupts", huge, sizeof huge);
    assert_choice(1, "CPU 1: the highest number among 0-1");
    memcpy(huge, "CPU0 CPU-1 CPU99999999999999999999 CPU1\n 0: 1 1 1 ", 50);
    fake_bytes("/proc/interrupts", huge, sizeof huge);
    assert_choice(0, "CPU 0: fewest interrupts among 0-1");
    memset(huge, '\0', sizeof huge);
    fake_bytes("/proc/interrupts", huge, sizeof huge);
    assert_choice(1, "CPU 1: the highest number among 0-1");
}

/* Runs f in a child, so that its affinity is its own; it must return 0. */
static void in_child(int (*f)(int cpu), int cpu)
{
    int status;
    pid_t pid = fork();

    if (pid == 0)
        _exit(f(cpu));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static int first_cpu(void)
{
    struct cpus c;
    int cpu = 0;

    cpus_clear(&c);
    sched_getaffinity(0, sizeof c, c.bits);
    while (cpu < CPUS_MAX && !cpus_has(&c, cpu))
        cpu++;
    return cpu;
}

/* Every other CPU of a restricted process is refused, in words that name the one it has. */
static int restricted_child(int cpu)
{
    char choice[64], why[128];

    if (pin_to(cpu) != 0 || pin_check(cpu))
        return 1;
    snprintf(choice, sizeof choice, "choose from %d", cpu);
    for (int other = -1; other < 16; other++) {
        const char *reason = other == cpu ? "choose from" : pin_check(other);
        if (!reason || !strstr(reason, other == cpu ? "choose from" : choice))
            return 2;
    }
    return pin_choose("", why, sizeof why) == cpu ? 0 : 3;
}

static void a_restricted_process_is_told_what_it_may_use(void **state)
{
    (void)state;
    in_child(restricted_child, first_cpu());
}

static int away_child(int cpu)
{
    struct cpus before, after;

    cpus_clear(&before);
    cpus_clear(&after);
    sched_getaffinity(0, sizeof before, before.bits);
    if (pin_away_from(cpu) != 0)
        return 1;
    sched_getaffinity(0, sizeof after, after.bits);
    if (cpus_count(&before) == 1)
        return 0;
    if (cpus_has(&after, cpu))
        return 2;
    return pin_away_from(-1) || pin_away_from(1 << 30) ? 3 : 0;
}

static void the_harness_makes_room_for_its_workers(void **state)
{
    (void)state;
    in_child(away_child, first_cpu());
}

static void numbers_that_are_no_cpu(void **state)
{
    static const int numbers[] = {-1, CPUS_MAX, CPUS_MAX - 1, INT32_MAX, INT32_MIN};
    (void)state;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *reason = pin_check(numbers[i]);
        assert_non_null(reason);
        assert_non_null(strstr(reason, "does not exist; choose from "));
        assert_int_equal(pin_to(numbers[i]), -EINVAL);
    }
}

static void the_choice_may_be_used(void **state)
{
    char why[256];
    int cpu = pin_choose("", why, sizeof why);
    (void)state;

    assert_true(cpu >= 0);
    assert_null(pin_check(cpu));
}

#define ROOTED(test) cmocka_unit_test_setup_teardown(test, fake_make, fake_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOTED(isolated_comes_first),
        ROOTED(isolated_but_offline_is_not_chosen),
        ROOTED(fewest_interrupts_then_highest_number),
        ROOTED(interrupts_count_for_the_online_columns),
        ROOTED(a_short_line_of_interrupts_is_passed_over),
        ROOTED(performance_cores_before_efficiency_cores),
        ROOTED(capacity_tells_cores_apart_without_a_pmu),
        ROOTED(one_cpu_is_the_choice),
        ROOTED(no_cpu_is_an_error),
        ROOTED(hostile_interrupts_do_no_harm),
        cmocka_unit_test(a_restricted_process_is_told_what_it_may_use),
        cmocka_unit_test(the_harness_makes_room_for_its_workers),
        cmocka_unit_test(numbers_that_are_no_cpu),
        cmocka_unit_test(the_choice_may_be_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
