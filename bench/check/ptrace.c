/* SPDX-License-Identifier: MIT */
#include "check/topics.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))
enum { SYSCALL_STOP = SIGTRAP | 0x80 /* PTRACE_O_TRACESYSGOOD */, FAILED = 1 << 20 };

/* A call to be traced, and where single steps are counted; in memory of the tracer's own. */
struct traced {
    struct attempt attempt;
    int request; /* PTRACE_SYSCALL or PTRACE_SINGLESTEP */
    uint64_t from, to;
};

/* Stops itself, makes the call, leaves. The two system calls of its own are subtracted. */
static _Noreturn void tracee(struct traced *t)
{
    struct target leave = {.entry = SYS_exit_group};
    struct target stop = {.entry = SYS_kill, .arg = {(uint64_t)getpid(), SIGSTOP}};
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
        _exit(1);
    loop_syscall(&stop, 1);
    attempt_run(&t->attempt);
    loop_syscall(&leave, 1);
    __builtin_unreachable();
}

static bool counts(const struct traced *t, pid_t pid, int signal)
{
    struct user_regs_struct regs;
    if (t->request == (int)PTRACE_SYSCALL)
        return signal == SYSCALL_STOP;
    return signal == SIGTRAP && !ptrace(PTRACE_GETREGS, pid, NULL, &regs) && regs.rip >= t->from &&
           regs.rip < t->to;
}

/* Stops that count from the stop on until the end; FAILED and more where something is wrong. */
static uint64_t follow(const struct traced *t, pid_t pid)
{
    uint64_t seen = 0;
    int status, signal = 0;
    for (;;) {
        if (ptrace((enum __ptrace_request)t->request, pid, NULL, (void *)(intptr_t)signal) ||
            waitpid(pid, &status, 0) < 0 || WIFSIGNALED(status))
            return FAILED;
        if (WIFEXITED(status))
            return seen;
        signal = WSTOPSIG(status);
        seen += counts(t, pid, signal);
        if (signal == SYSCALL_STOP || signal == SIGTRAP)
            signal = 0;
    }
}

/* In a probe's child, which ends within a second, and its tracee with it. */
static uint64_t trace(void *arg)
{
    struct traced *t = arg;
    int status;
    pid_t pid = fork();
    if (pid == 0)
        tracee(t);
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)))
        return FAILED;
    return follow(t, pid);
}

static int count_stops(struct traced *t, uint64_t *seen)
{
    struct probe p;
    int error = probe_run(trace, t, &p);
    *seen = p.result;
    return error || p.signal || p.result >= FAILED ? -EPERM : 0;
}

/* The control's stops are those of the frame around the call. */
static int frame_stops(uint64_t *seen)
{
    struct traced t = {{path_of(PATH_CONTROL), {0}}, (int)PTRACE_SYSCALL, 0, 0};
    t.attempt.path->resolve(call_of("ret"), &t.attempt.target);
    return count_stops(&t, seen);
}

static void check_call(struct check *c, const struct path *path, const char *name, uint64_t frame)
{
    const struct call *call = call_of(name);
    struct traced t = {{.path = path}, (int)PTRACE_SYSCALL, 0, 0};
    const char *reason = setting_route(&c->setting, path, call, &t.attempt.target);
    uint64_t seen = 0;
    char came[64];
    if (reason) {
        tap_skip(&c->tap, reason, "PTRACE_SYSCALL: %s %s", path->name, name);
        return;
    }
    call->fill(CLOCK_NONE, c->setting.pages, t.attempt.target.arg);
    bool in_kernel = path->id == PATH_SYSCALL || path->id == PATH_INT80 ||
                     (path->id == PATH_VDSO && stays_in_user_space(&t.attempt.target) == 0);
    int error = count_stops(&t, &seen);
    uint64_t expected = in_kernel ? 2 : 0;
    snprintf(came, sizeof came, "%lld", error ? -1LL : (long long)(seen - frame));
    tap_ok(&c->tap, !error && seen - frame == expected,
           &(struct tap_note){in_kernel ? "2" : "0", came,
                              "kernel/entry, syscall_trace_enter; arch/x86/entry/vsyscall/"
                              "vsyscall_64.c, emulate_vsyscall"},
           "PTRACE_SYSCALL: %s %s stops %s", path->name, name,
           in_kernel ? "on entry and exit" : "nowhere: no system call is entered");
}

/* Single steps whose rip lies in the vsyscall page, or in the vDSO. */
static void check_steps(struct check *c, const struct path *path, const char *name, uint64_t from,
                        uint64_t to)
{
    struct traced t = {{.path = path}, (int)PTRACE_SINGLESTEP, from, to};
    bool one = path->id == PATH_VSYSCALL;
    const char *reason = setting_route(&c->setting, path, call_of(name), &t.attempt.target);
    uint64_t seen = 0;
    char came[64];
    if (reason) {
        tap_skip(&c->tap, reason, "single steps of %s %s", path->name, name);
        return;
    }
    call_of(name)->fill(CLOCK_NONE, c->setting.pages, t.attempt.target.arg);
    int error = count_stops(&t, &seen);
    snprintf(came, sizeof came, "%lld", error ? -1LL : (long long)seen);
    tap_ok(&c->tap, !error && (one ? seen <= 1 : seen > 1),
           &(struct tap_note){one ? "0 or 1" : "2 or more", came,
                              one ? "arch/x86/entry/vsyscall/vsyscall_64.c, emulate_vsyscall"
                                  : "arch/x86/kernel/traps.c, exc_debug_user"},
           "%s %s takes %s within its page", path->name, name,
           one ? "at most one single step (the kernel emulates all of it)"
               : "several single steps (it is code)");
}

static void check_all(struct check *c, uint64_t frame)
{
    static const char *const names[] = {"gettimeofday", "time", "getcpu"};
    static const enum path_id on[] = {PATH_VDSO, PATH_SYSCALL, PATH_INT80, PATH_VSYSCALL};
    for (size_t j = 0; j < SIZE(names); j++) {
        for (size_t i = 0; i < SIZE(on); i++)
            check_call(c, path_of(on[i]), names[j], frame);
        check_steps(c, path_of(PATH_VDSO), names[j], c->setting.vdso[0], c->setting.vdso[1]);
        check_steps(c, path_of(PATH_VSYSCALL), names[j], VSYSCALL_PAGE, VSYSCALL_PAGE + PAGE_BYTES);
    }
}

void check_ptrace(struct check *c)
{
    uint64_t frame;
    if (frame_stops(&frame))
        tap_skip(&c->tap, "a child can't be traced here (seccomp, kernel.yama.ptrace_scope)",
                 "PTRACE_SYSCALL and single steps");
    else
        check_all(c, frame);
}
