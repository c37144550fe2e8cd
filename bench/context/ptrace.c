/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EVENT_SHIFT = 16, SYSCALL_STOP = SIGTRAP | 0x80, EXIT_TRACER = 2 };

/* The children that it makes are traced too, as by strace -f. */
#define OPTIONS                                                                                    \
    (PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |        \
     PTRACE_O_TRACECLONE)

static long ask_ptrace(int request, pid_t pid, uintptr_t data)
{
    return ptrace((enum __ptrace_request)request, pid, NULL, (void *)data);
}

/* ptrace(2): a stop with an event and another signal than SIGTRAP is one of the whole group. */
static void resume(pid_t pid, int status)
{
    int signal = WSTOPSIG(status), event = status >> EVENT_SHIFT;
    bool group = event == PTRACE_EVENT_STOP && signal != SIGTRAP;
    bool delivers = !event && signal != SYSCALL_STOP;
    if (group)
        ask_ptrace(PTRACE_LISTEN, pid, 0);
    else
        ask_ptrace(PTRACE_SYSCALL, pid, delivers ? (uintptr_t)signal : 0);
}

/* Ends as the one that was traced did. */
static _Noreturn void end_alike(int status)
{
    static const struct rlimit no_core;
    if (WIFSIGNALED(status)) {
        setrlimit(RLIMIT_CORE, &no_core);
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_TRACER);
}

static volatile pid_t traced;

static void pass_on(int signal)
{
    kill(traced, signal);
}

/* The terminal sends signals to both; what is sent to this process alone is meant for the other. */
static void leave_signals(void)
{
    const struct sigaction pass = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    sigaction(SIGTERM, &pass, NULL);
    sigaction(SIGHUP, &pass, NULL);
}

/* Until all that are traced have ended. */
static _Noreturn void trace_all(pid_t first)
{
    int status, end = 0;
    pid_t pid;
    traced = first;
    leave_signals();
    while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR)
        if (pid > 0 && WIFSTOPPED(status))
            resume(pid, status);
        else if (pid == first)
            end = status;
    end_alike(end);
}

/* The parent: seizes the child that waits for a byte, and lets it go on. */
static _Noreturn void trace_child(pid_t pid, int to)
{
    int status;
    bool seized = ask_ptrace(PTRACE_SEIZE, pid, OPTIONS) == 0 &&
                  ask_ptrace(PTRACE_INTERRUPT, pid, 0) == 0 && waitpid(pid, &status, __WALL) == pid;
    char yes = (char)seized;
    ssize_t wrote = write(to, &yes, 1);
    (void)wrote; /* where it failed the child has ended, or reads the end */
    close(to);
    if (seized)
        resume(pid, status);
    trace_all(pid);
}

/* A child goes on as this process, and this one becomes its tracer, on the same CPU: the two take
 * turns in any case. */
static const char *enter_ptrace(void)
{
    int ready[2];
    char yes = 0;
    if (pipe(ready))
        return "no pipe to the tracer can be opened";
    pid_t pid = fork();
    if (pid < 0)
        return "no process can be forked to be traced";
    close(ready[pid > 0 ? 0 : 1]);
    if (pid > 0)
        trace_child(pid, ready[1]);
    ssize_t got = read(ready[0], &yes, 1);
    close(ready[0]);
    return got == 1 && yes ? NULL
                           : "ptrace is refused here (see kernel.yama.ptrace_scope), or it is "
                             "traced already";
}

const struct context context_ptrace = {
    .enter = enter_ptrace,
    .uncounted = "the tracer's instructions, and the scheduler's between the two, would be among "
                 "a call's",
    .switches = true};
