/* SPDX-License-Identifier: MIT */
#include "undo/shell.h"

#include "machine/refusal.h"
#include "measure/child.h"
#include "measure/clock.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long the command may take to end after SIGTERM, before SIGKILL. */
enum { TURN_MS = 100, GRACE_MS = 1000, NOT_RUN = 126 };

extern char **environ;

/* What this process ignores would be inherited. */
static void reset_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The command begins once a byte comes, and never where its parent is gone before that. */
static void be_command(const struct shell *s, const char *command, int go, int folder)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    char byte;
    setpgid(0, 0);
    reset_signals();
    ssize_t got;
    while ((got = read(go, &byte, 1)) < 0 && errno == EINTR)
        ;
    int empty = open("/dev/null", O_RDONLY);
    if (got == 1 && empty >= 0 && dup2(empty, STDIN_FILENO) == 0 &&
        dup2(STDERR_FILENO, STDOUT_FILENO) == 1 && (folder < 0 || fchdir(folder) == 0)) {
        if (s->environment)
            umask(s->mask);
        char **environment = s->environment ? s->environment : environ;
        execve("/bin/sh", (char **)(uintptr_t)argv, environment);
        execvpe("sh", (char **)(uintptr_t)argv, environment); /* a system without that file */
    }
    _exit(NOT_RUN);
}

/* -errno of *call where there is none. */
static pid_t start_shell(const struct shell *s, const char *command, int folder, const char **call)
{
    int pipe_ends[2];
    *call = "pipe2";
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return -errno;
    *call = "fork";
    pid_t pid = fork();
    if (pid == 0) {
        close(pipe_ends[1]);
        be_command(s, command, pipe_ends[0], folder);
    }
    int error = pid < 0 ? -errno : 0;
    if (pid > 0) {
        setpgid(pid, pid);
        *call = "write";
        error = s->started ? s->started(s->arg, pid) : 0;
        if (!error && write(pipe_ends[1], "", 1) != 1)
            error = -errno;
    }
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    if (error && pid > 0)
        waitpid(pid, NULL, 0);
    return error ? error : pid;
}

/* While it is not reaped its number, and so its group's, is nobody else's. */
static bool has_ended(pid_t pid)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid;
}

static int wait_for(const struct shell *s, pid_t pid, int *status)
{
    bool stopped = false, asked = false;
    for (int left = GRACE_MS; !has_ended(pid); left -= stopped ? TURN_MS : 0) {
        if (!stopped && s->stop && *s->stop) {
            stopped = true;
            kill(-pid, SIGTERM);
        }
        asked = asked || child_asks_terminal(pid);
        if (left <= 0 || asked)
            kill(-pid, SIGKILL);
        clock_await(SIGCHLD, TURN_MS * 1000000UL); /* blocked, so that none is missed */
    }
    if (stopped)
        kill(-pid, SIGKILL); /* what its shell left behind */
    while (waitpid(pid, status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return stopped ? -EINTR : asked ? -ENOTTY : 0;
}

static int run_in(const struct shell *s, const char *command, int folder, char *how, size_t size)
{
    int status = 0;
    const char *call;
    pid_t pid = start_shell(s, command, folder, &call);
    if (pid < 0) {
        text_say(how, size, "could not be started: %s", refusal_words(call, pid));
        return pid;
    }
    int error = wait_for(s, pid, &status);
    if (error == -EINTR)
        text_say(how, size, "was stopped");
    else if (error == -ENOTTY)
        text_say(how, size, "can't end: %s", child_terminal);
    else if (error)
        text_say(how, size, "could not be waited for: %s", refusal_words("wait4", error));
    else if (WIFSIGNALED(status))
        text_say(how, size, "ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
    else
        text_say(how, size, "ended with exit code %d", WEXITSTATUS(status));
    return error ? error : status ? -ECHILD : 0;
}

int shell_run(const struct shell *s, const char *command, char *how, size_t size)
{
    sigset_t child, before;
    int folder = -1;
    if (s->folder && (folder = open(s->folder, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0) {
        int error = -errno;
        text_say(how, size, "could not be started in %s: %s", s->folder, strerror(-error));
        return error;
    }
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    int error = run_in(s, command, folder, how, size);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (folder >= 0)
        close(folder);
    return error;
}
