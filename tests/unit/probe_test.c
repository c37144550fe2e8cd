/* SPDX-License-Identifier: MIT */
#include "kernel/probe.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static int private_memory = 1;

static uint64_t add_one(void *arg)
{
    private_memory = 2;
    return (uint64_t) * (int *)arg + 1;
}

/* In assembly, as a sanitizer would look at the address before the processor does. */
static uint64_t store(void *arg)
{
    __asm__ volatile("movb $0, (%0)" : : "r"(arg) : "memory");
    return 0;
}

static uint64_t undefined_instruction(void *arg)
{
    (void)arg;
    __asm__ volatile("ud2");
    return 0;
}

static uint64_t breakpoint(void *arg)
{
    (void)arg;
    __asm__ volatile("int3");
    return 0;
}

static uint64_t use_up_stack(void *arg)
{
    (void)arg;
    __asm__ volatile("1: push %rax; jmp 1b");
    return 0;
}

static uint64_t getppid_trapped(void *arg)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {4, code};
    (void)arg;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        return 1;
    return (uint64_t)syscall(SYS_getppid);
}

static uint64_t strict(void *arg)
{
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
    return arg ? (uint64_t)syscall(SYS_getppid) : 7;
}

static uint64_t forever(void *arg)
{
    __asm__ volatile("1: pause; jmp 1b");
    return arg != NULL;
}

static uint64_t leave(void *arg)
{
    _exit(arg != NULL);
}

static void reports_what_was_returned(void **state)
{
    struct probe p;
    int forty = 40;
    (void)state;
    assert_int_equal(probe_run(add_one, &forty, &p), 0);
    assert_int_equal(p.signal, 0);
    assert_int_equal(p.result, 41);
    assert_int_equal(private_memory, 1);
    assert_string_equal(probe_words(&p), "returned");
}

static void reports_a_segmentation_fault(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(store, (void *)8, &p), 0);
    assert_int_equal(p.signal, SIGSEGV);
    assert_int_equal(p.code, SEGV_MAPERR);
    assert_int_equal(p.address, 8);
    assert_int_equal(p.error, 6); /* written in user mode, nothing there */
    assert_true(p.ip - (uintptr_t)store < 64);
    assert_string_equal(probe_words(&p), "SIGSEGV (SEGV_MAPERR) at 0x8");
}

static void reports_a_bus_error(void **state)
{
    struct probe p;
    int fd = memfd_create("empty", MFD_CLOEXEC);
    (void)state;
    void *past_the_end = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_int_equal(probe_run(store, past_the_end, &p), 0);
    assert_int_equal(p.signal, SIGBUS);
    assert_int_equal(p.address, (uintptr_t)past_the_end);
    munmap(past_the_end, 4096);
    close(fd);
}

static void reports_traps_of_instructions(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(undefined_instruction, NULL, &p), 0);
    assert_int_equal(p.signal, SIGILL);
    assert_int_equal(p.address, p.ip);
    assert_int_equal(probe_run(breakpoint, NULL, &p), 0);
    assert_int_equal(p.signal, SIGTRAP);
}

static void survives_an_overflowing_stack(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(use_up_stack, NULL, &p), 0);
    assert_int_equal(p.signal, SIGSEGV);
    assert_true(p.ip - (uintptr_t)use_up_stack < 64);
}

static void reports_seccomp(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(getppid_trapped, NULL, &p), 0);
    assert_int_equal(p.signal, SIGSYS);
    assert_string_equal(strstr(probe_words(&p), "(SYS_SECCOMP)") ? "said" : probe_words(&p),
                        "said");
    assert_int_equal(probe_run(strict, NULL, &p), 0);
    assert_int_equal(p.signal, 0);
    assert_int_equal(p.result, 7);
    assert_int_equal(probe_run(strict, &p, &p), 0);
    assert_int_equal(p.signal, SIGKILL);
    assert_string_equal(probe_words(&p), "SIGKILL");
}

static void ends_what_does_not_end(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(forever, NULL, &p), -ETIMEDOUT);
}

static void tells_a_child_that_left(void **state)
{
    struct probe p;
    (void)state;
    assert_int_equal(probe_run(leave, NULL, &p), -ECHILD);
}

/* A parent started by nohup or a shell's trap '' may have any of these ignored or blocked. */
static void does_not_depend_on_the_parents_signals(void **state)
{
    struct probe p;
    sigset_t blocked, before;
    (void)state;
    sigfillset(&blocked);
    sigprocmask(SIG_SETMASK, &blocked, &before);
    signal(SIGCHLD, SIG_IGN);
    int result = probe_run(store, (void *)8, &p);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    assert_int_equal(result, 0);
    assert_int_equal(p.signal, SIGSEGV);
    assert_int_equal(p.address, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_what_was_returned),
        cmocka_unit_test(reports_a_segmentation_fault),
        cmocka_unit_test(reports_a_bus_error),
        cmocka_unit_test(reports_traps_of_instructions),
        cmocka_unit_test(survives_an_overflowing_stack),
        cmocka_unit_test(reports_seccomp),
        cmocka_unit_test(ends_what_does_not_end),
        cmocka_unit_test(tells_a_child_that_left),
        cmocka_unit_test(does_not_depend_on_the_parents_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
