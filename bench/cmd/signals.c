/* SPDX-License-Identifier: MIT */
#include "cmd/signals.h"

#include <signal.h>
#include <stddef.h>

/* Dispositions and the mask outlive exec: with SIGCHLD ignored no child can be waited for, with
 * SIGALRM blocked no probe ends, and what a SIGTERM asks for never comes. */
void signals_at_start(void)
{
    static const int needed[] = {SIGCHLD, SIGALRM, SIGTERM, SIGPIPE, SIGSEGV,
                                 SIGBUS,  SIGILL,  SIGFPE,  SIGSYS,  SIGTRAP};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        signal(needed[i], SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a limit on a file's size then answers like a full disk */
}

void signals_catch(void (*handler)(int number))
{
    const struct sigaction action = {.sa_handler = handler};
    struct sigaction hangup;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}
