/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "works.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { N = 1000 };

/* What counter_seccomp sees of the work per call, or its reason. */
static const char *count(const struct work *w, double *got)
{
    return count_per_call(&counter_seccomp, w, N, entry_names, ENTRY_NAMES, got);
}

static bool sees(const struct work *w, double enter, double vsyscall)
{
    double got[ENTRY_NAMES];
    const char *reason = count(w, got);
    if (reason)
        print_message("%s\n", reason);
    return !reason && got[0] == enter && got[1] == vsyscall && isnan(got[2]) && isnan(got[3]);
}

static void every_path_is_seen(void **state)
{
    (void)state;
    assert_true(sees(&work_empty, 0, 0));
    assert_true(sees(&work_syscall, 1, 0));
    assert_true(!has_int80() || sees(&work_int80, 1, 0));
}

static void the_vsyscall_page_is_told_from_the_others(void **state)
{
    (void)state;
    if (!has_vsyscall())
        skip();
    assert_true(sees(&work_vsyscall, 0, 1));
}

/* rt_sigreturn is 15 in the 64-bit table and chmod in the i386 one. */
static uint64_t loop_int80_15(void *arg, uint64_t n)
{
    long ret = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        ret = 15;
        __asm__ volatile("int $0x80" : "+a"(ret) : "b"(0) : "r8", "r9", "r10", "r11", "memory");
    }
    return (uint64_t)ret;
}

static void i386_numbers_are_not_taken_for_ours(void **state)
{
    const struct work w = {.loop = loop_int80_15};
    (void)state;
    if (!has_int80())
        skip();
    assert_true(sees(&w, 1, 0));
}

static uint64_t loop_trap(void *arg, uint64_t n)
{
    (void)arg;
    if (n)
        __builtin_trap();
    return 0;
}

static void a_dying_child_is_a_reason(void **state)
{
    const struct work w = {.loop = loop_trap};
    double got[ENTRY_NAMES];
    (void)state;
    const char *reason = count(&w, got);
    assert_non_null(reason);
    assert_non_null(strstr(reason, "SIGILL"));
}

static uint64_t loop_exit(void *arg, uint64_t n)
{
    (void)arg, (void)n;
    syscall(SYS_exit_group, 0);
    return 0;
}

static void a_work_that_exits_is_a_reason(void **state)
{
    const struct work w = {.loop = loop_exit};
    int64_t values[1];
    (void)state;
    assert_non_null(counter_seccomp.count(&w, 1, entry_names, 1, values));
}

/* Asleep, so that the five seconds cost nothing: a wait for a byte that never comes would be
 * trapped, but a stop is none of the filter's. */
static void prepare_stop(void *arg)
{
    (void)arg;
    raise(SIGSTOP);
}

static void a_hanging_child_is_a_reason(void **state)
{
    const struct work w = {.loop = loop_empty, .prepare = prepare_stop};
    int64_t values[1];
    (void)state;
    const char *reason = counter_seccomp.count(&w, 1, entry_names, 1, values);
    assert_non_null(reason);
    assert_non_null(strstr(reason, "5 s"));
}

/* Runs the tests of all paths in a child after `enter`, which gives up what the child has. */
static int status_after(bool (*enter)(void))
{
    int status = -1;
    bool int80 = has_int80();
    pid_t child = fork();
    if (child == 0)
        _exit(!enter() ? 77
                       : !(sees(&work_syscall, 1, 0) && (!int80 || sees(&work_int80, 1, 0)) &&
                           (!has_vsyscall() || sees(&work_vsyscall, 0, 1))));
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool become_nobody(void)
{
    return setgid(65534) == 0 && setuid(65534) == 0;
}

static bool add_a_filter(void)
{
    static struct sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    const struct sock_fprog program = {1, allow};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

static void nobody_may_count(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip(); /* the other tests ran without privilege */
    assert_int_equal(status_after(become_nobody), 0);
}

static void another_filter_is_no_hindrance(void **state)
{
    (void)state;
    assert_int_equal(status_after(add_a_filter), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_is_seen),
        cmocka_unit_test(the_vsyscall_page_is_told_from_the_others),
        cmocka_unit_test(i386_numbers_are_not_taken_for_ours),
        cmocka_unit_test(a_dying_child_is_a_reason),
        cmocka_unit_test(a_work_that_exits_is_a_reason),
        cmocka_unit_test(a_hanging_child_is_a_reason),
        cmocka_unit_test(nobody_may_count),
        cmocka_unit_test(another_filter_is_no_hindrance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
