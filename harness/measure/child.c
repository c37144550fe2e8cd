/* SPDX-License-Identifier: MIT */
#include "measure/child.h"

#include <signal.h>
#include <sys/wait.h>

int child_attributes(posix_spawnattr_t *attributes, short flags)
{
    sigset_t none, defaults;
    int error = posix_spawnattr_init(attributes);
    if (error)
        return error;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    posix_spawnattr_setflags(attributes,
                             (short)(flags | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
    posix_spawnattr_setsigdefault(attributes, &defaults);
    posix_spawnattr_setsigmask(attributes, &none);
    return 0;
}

const char child_terminal[] =
    "it asks for the terminal, which it is not given: give it what it asks for before, as by "
    "sudo -v, or let it ask nothing, as by sudo -n";

bool child_asks_terminal(pid_t pid)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)pid, &info, WSTOPPED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid && (info.si_status == SIGTTIN || info.si_status == SIGTTOU);
}
