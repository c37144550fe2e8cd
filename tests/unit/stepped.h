/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TEST_STEPPED_H
#define SYSTOLL_TEST_STEPPED_H

#include "matrix/loops.h"
#include "measure/work.h"

#include <limits.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* Instructions of a call in user mode as a debugger counts them, one at a time, needing neither PMU
 * nor emulator: what counters and icount guests have to agree with. */

enum { STEPPED_TRIES = 5 };

/* Steps of the child until it stops itself; -1 where it ended or was stopped by something else. */
static inline long stepped_to_stop(pid_t pid)
{
    int status;
    for (long steps = 0;; steps++) {
        if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) || waitpid(pid, &status, 0) != pid ||
            !WIFSTOPPED(status))
            return -1;
        if (WSTOPSIG(status) != SIGTRAP)
            return WSTOPSIG(status) == SIGSTOP ? steps : -1;
    }
}

/* Stops itself before, between and after a turn of the loop and two turns, alternately: the same
 * instructions lead to each. */
static inline void stepped_child(const struct work *w)
{
    static const volatile uint64_t turns[2] = {1, 2};
    w->loop(w->arg, 2); /* pages that it touches first */
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
        _exit(1);
    raise(SIGSTOP);
    for (unsigned i = 0; i < 2 * STEPPED_TRIES; i++) {
        w->loop(w->arg, turns[i % 2]);
        raise(SIGSTOP);
    }
    _exit(0);
}

/* Of some tries, the least of either length: a clock that is being updated is read again. The first
 * pair comes from before the loop, not from round it, and is left out. -1: can't be stepped
 * through.
 */
static inline long stepped_call(const struct work *w)
{
    int status;
    long least[2] = {LONG_MAX, LONG_MAX};
    pid_t pid = fork();
    if (pid == 0)
        stepped_child(w);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
        return -1;
    for (unsigned i = 0; i < 2 * STEPPED_TRIES; i++) {
        long steps = stepped_to_stop(pid);
        if (i >= 2 && steps < least[i % 2])
            least[i % 2] = steps;
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return least[0] < 0 || least[1] < 0 ? -1 : least[1] - least[0] - LOOP_TURN;
}

#endif
