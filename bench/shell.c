/* SPDX-License-Identifier: MIT */
#include "shell.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int spawn(const char *command, pid_t *pid)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE); /* ignored here, and the ignorance would be inherited */
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    int error = posix_spawnp(pid, argv[0], &files, &attributes, (char **)(uintptr_t)argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return -error;
}

int shell_run(const char *command, char *how, size_t size)
{
    pid_t pid;
    int status = 0, error = spawn(command, &pid);
    if (error) {
        snprintf(how, size, "could not be started: %s", strerror(-error));
        return error;
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) {
            snprintf(how, size, "could not be waited for: %s", strerror(errno));
            return -errno;
        }
    if (WIFSIGNALED(status))
        snprintf(how, size, "ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
    else
        snprintf(how, size, "ended with exit code %d", WEXITSTATUS(status));
    return status ? -ECHILD : 0;
}
