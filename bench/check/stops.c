/* SPDX-License-Identifier: MIT */
#include "check/stops.h"

#include "text/text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a trace gives besides a number of stops; DIED and a signal's number. */
enum { SYSCALL_STOP = SIGTRAP | 0x80 /* PTRACE_O_TRACESYSGOOD */ };
enum { REFUSED = 1 << 20, ENDLESS, DIED = 1 << 21 };

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

/* Stops that count from the stop on until the end, or until there are enough. A step may take so
 * long that a clock has moved on at each look: the vDSO then repeats its reading for ever. */
static uint64_t follow(const struct traced *t, pid_t pid)
{
    uint64_t seen = 0;
    int status, signal = 0;
    for (int i = 0; i < STOPS_MOST; i++) {
        if (ptrace((enum __ptrace_request)t->request, pid, NULL, (void *)(intptr_t)signal) ||
            waitpid(pid, &status, 0) < 0)
            return REFUSED;
        if (WIFSIGNALED(status))
            return DIED + (uint64_t)WTERMSIG(status);
        if (WIFEXITED(status))
            return seen;
        signal = WSTOPSIG(status);
        seen += counts(t, pid, signal);
        if (t->enough && seen >= t->enough)
            return seen;
        if (signal == SYSCALL_STOP || signal == SIGTRAP)
            signal = 0;
    }
    return ENDLESS;
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
        return REFUSED;
    return follow(t, pid);
}

/* Why a trace that came to error (of its probe) or to result says nothing, or NULL. */
static const char *explain_stop(int error, uint64_t result)
{
    static char why[80];
    if (error == -ETIMEDOUT)
        return "tracing it took more than a second";
    if (error == 0 && result == REFUSED)
        return "a child can't be traced here (seccomp, kernel.yama.ptrace_scope)";
    if (error == 0 && result != ENDLESS)
        return NULL;
    if (error)
        text_say(why, sizeof why, "it can't be traced: %s", strerror(-error));
    else
        text_say(why, sizeof why, "it did not end within %d stops of a tracer", STOPS_MOST);
    return why;
}

const char *stops_count(struct traced *t, struct stops *stops)
{
    struct probe p;
    int error = probe_run(trace, t, &p);
    uint64_t result = p.result;
    if (p.signal) /* the tracee's: a trap of the call is stored first, as of any probe */
        result = p.signal == SIGSYS ? (uint64_t)REFUSED : DIED + (uint64_t)p.signal;
    *stops = (struct stops){.seen = result};
    if (result >= DIED)
        *stops = (struct stops){.signal = (int)(result - DIED)};
    return explain_stop(error, result);
}
