/* SPDX-License-Identifier: MIT */
#include "watch/command.h"

#include "measure/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20, STEP = 50000000 }; /* a second, in steps of ns */

static _Noreturn void run_child(char *const argv[], int gate, int failed)
{
    static const int defaults[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
    char byte;
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        signal(defaults[i], SIG_DFL);
    if (read(gate, &byte, 1) != 1)
        _exit(127); /* nobody watches */
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(argv[0], argv);
    int error = errno;
    _exit(write(failed, &error, sizeof error) == sizeof error ? 127 : 126);
}

int command_prepare(struct command_child *c, char *const argv[])
{
    int gate[2], failed[2];
    if (pipe2(gate, O_CLOEXEC))
        return -errno;
    if (pipe2(failed, O_CLOEXEC)) {
        int error = -errno;
        close(gate[0]);
        close(gate[1]);
        return error;
    }
    pid_t pid = fork();
    int error = pid < 0 ? -errno : 0;
    if (pid == 0) {
        close(gate[1]);
        run_child(argv, gate[0], failed[1]);
    }
    close(gate[0]);
    close(failed[1]);
    *c = (struct command_child){.pid = pid, .gate = gate[1], .failed = failed[0]};
    return error;
}

int command_begin(struct command_child *c)
{
    int error = 0;
    if (write(c->gate, "", 1) != 1)
        return -errno;
    close(c->gate);
    ssize_t got;
    while ((got = read(c->failed, &error, sizeof error)) < 0 && errno == EINTR)
        ;
    close(c->failed);
    return got == sizeof error ? -error : 0;
}

int command_end(struct command_child *c)
{
    int status = 0, waited = waitpid(c->pid, &status, WNOHANG);
    for (int i = 0; waited == 0; i++) {
        kill(c->pid, i < PATIENCE ? SIGTERM : SIGKILL);
        clock_sleep(STEP);
        waited = waitpid(c->pid, &status, WNOHANG);
    }
    return status;
}
