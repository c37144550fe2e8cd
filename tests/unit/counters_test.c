/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "works.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { N = 1000 };

static void assert_entries(const double *got, double enter, double vsyscall, double fault,
                           double faults)
{
    const double expected[ENTRY_NAMES] = {enter, vsyscall, fault, faults};
    for (size_t i = 0; i < ENTRY_NAMES; i++)
        if (isnan(expected[i]))
            assert_true(isnan(got[i]));
        else
            assert_true(got[i] == expected[i]);
}

static void count_entries(const struct counter_kind *kind, const struct work *w, double *got)
{
    const char *reason = count_per_call(kind, w, N, entry_names, ENTRY_NAMES, got);
    if (reason) {
        print_message("skipped: %s\n", reason);
        skip();
    }
}

static void kinds_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(counter_kind_by_name("perf"), &counter_perf);
    assert_ptr_equal(counter_kind_by_name("seccomp"), &counter_seccomp);
    assert_ptr_equal(counter_kind_by_name("events"), &counter_events);
    assert_ptr_equal(counter_kind_by_name("null"), &counter_null);
    assert_null(counter_kind_by_name("per"));
}

static void null_counts_nothing(void **state)
{
    double got[ENTRY_NAMES];
    (void)state;
    count_entries(&counter_null, &work_empty, got);
    assert_entries(got, 0, 0, 0, 0);
}

static int counted; /* calls of count_script */

/* First name: counting's own 7, 3 a call, and a stray one in two of the first counts. Second:
 * unknown. Third: 5.5 a call and something more each time, but for one count that was disturbed
 * badly. */
static const char *count_script(const struct work *w, uint64_t n, const char *const *names,
                                size_t size, int64_t *values)
{
    (void)w, (void)names, (void)size;
    int64_t calls = (int64_t)n;
    values[0] = 7 + 3 * calls + (counted == 0 || counted == 2);
    values[1] = COUNT_UNKNOWN;
    values[2] = 11 * calls / 2 + (counted == 6 ? 1000000 : 41 * counted);
    counted++;
    return NULL;
}

static const char *const script_names[] = {"a", "b", "c"};
static const struct counter_kind script = {.name = "script", .count = count_script};

static void strays_are_counted_away(void **state)
{
    double got[2];
    (void)state;
    counted = 0;
    assert_null(count_per_call(&script, &work_syscall, N, script_names, 2, got));
    assert_int_equal(counted, 6);
    assert_true(got[0] == 3);
    assert_true(isnan(got[1]));
}

/* Cycles are never whole: the middle pair counts, neither the least nor the worst. */
static void what_is_never_whole_is_the_median_of_pairs(void **state)
{
    double got[3];
    (void)state;
    counted = 0;
    assert_null(count_per_call(&script, &work_syscall, N, script_names, 3, got));
    assert_int_equal(counted, 18);
    assert_true(got[0] == 3);
    assert_true(got[2] == 5.5 + 41.0 / (double)N);
}

/* Whatever counting itself adds, n against 2n takes it out: also on a path that adds nothing. */
static void counting_itself_cancels(void **state)
{
    double got[1];
    (void)state;
    counted = 3;
    assert_null(count_per_call(&script, &work_empty, 1, script_names, 1, got));
    assert_int_equal(counted, 5);
    assert_true(got[0] == 3);
}

static const char *count_refused(const struct work *w, uint64_t n, const char *const *names,
                                 size_t size, int64_t *values)
{
    (void)w, (void)n, (void)names, (void)size, (void)values;
    return "refused";
}

static void a_reason_is_passed_on(void **state)
{
    const struct counter_kind refusing = {.name = "refusing", .count = count_refused};
    double got[1];
    (void)state;
    assert_string_equal(count_per_call(&refusing, &work_syscall, N, script_names, 1, got),
                        "refused");
    assert_non_null(
        count_per_call(&counter_null, &work_syscall, N, script_names, COUNT_NAMES_MAX + 1, got));
}

/* The window of perf's counters itself costs a constant number of entries. */
static void perf_is_exact_each_time(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        int64_t with[1], without[1];
        const char *reason = counter_perf.count(&work_syscall, N, entry_names, 1, with);
        if (reason) {
            print_message("skipped: %s\n", reason);
            skip();
        }
        assert_null(counter_perf.count(&work_empty, N, entry_names, 1, without));
        assert_int_equal(with[0] - without[0], N);
        assert_int_equal(without[0], 1);
    }
}

static void perf_sees_every_path(void **state)
{
    double got[ENTRY_NAMES];
    (void)state;
    count_entries(&counter_perf, &work_empty, got);
    assert_entries(got, 0, 0, 0, 0);
    count_entries(&counter_perf, &work_syscall, got);
    assert_entries(got, 1, 0, 0, 0);
    if (has_int80()) {
        count_entries(&counter_perf, &work_int80, got);
        assert_entries(got, 1, 0, 0, 0);
    }
}

/* On a processor with LASS the page traps as #GP from 7.1 on: no page fault then. */
static void perf_sees_the_vsyscall_page(void **state)
{
    double got[ENTRY_NAMES];
    (void)state;
    if (!has_vsyscall())
        skip();
    count_entries(&counter_perf, &work_vsyscall, got);
    assert_true(got[2] == 0 || got[2] == 1);
    assert_entries(got, 0, 1, got[2], got[2]);
}

static void perf_counts_again_after_release(void **state)
{
    double got[ENTRY_NAMES];
    (void)state;
    counters_release();
    counters_release();
    count_entries(&counter_perf, &work_syscall, got);
    assert_entries(got, 1, 0, 0, 0);
}

static void perf_does_not_know_other_names(void **state)
{
    const char *const names[] = {"page_faults", "cycles"};
    int64_t values[2];
    (void)state;
    if (counter_perf.count(&work_empty, 1, names, 2, values))
        skip();
    assert_true(values[0] >= 0);
    assert_true(values[1] == COUNT_UNKNOWN);
}

static int status_of(int (*f)(void))
{
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        _exit(f());
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int count_in_child(void)
{
    double got[1];
    return count_per_call(&counter_perf, &work_syscall, N, entry_names, 1, got) || got[0] != 1;
}

/* The events that the parent left open would go on counting the parent. */
static void a_forked_child_counts_itself(void **state)
{
    double got[ENTRY_NAMES];
    (void)state;
    count_entries(&counter_perf, &work_syscall, got);
    assert_int_equal(status_of(count_in_child), 0);
}

static int count_as_nobody(void)
{
    int64_t values[1];
    if (setgid(65534) || setuid(65534))
        return 77;
    const char *reason = counter_perf.count(&work_syscall, N, entry_names, 1, values);
    return reason && !strstr(reason, "perf_event_paranoid") && !strstr(reason, "tracefs");
}

static void who_may_not_count_is_told_why(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(status_of(count_as_nobody), 0);
}

static int release(void **state)
{
    (void)state;
    counters_release();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_found_by_name),
        cmocka_unit_test(null_counts_nothing),
        cmocka_unit_test(strays_are_counted_away),
        cmocka_unit_test(what_is_never_whole_is_the_median_of_pairs),
        cmocka_unit_test(counting_itself_cancels),
        cmocka_unit_test(a_reason_is_passed_on),
        cmocka_unit_test(perf_is_exact_each_time),
        cmocka_unit_test(perf_sees_every_path),
        cmocka_unit_test(perf_sees_the_vsyscall_page),
        cmocka_unit_test(perf_counts_again_after_release),
        cmocka_unit_test(perf_does_not_know_other_names),
        cmocka_unit_test(a_forked_child_counts_itself),
        cmocka_unit_test(who_may_not_count_is_told_why),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
