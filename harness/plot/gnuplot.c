/* SPDX-License-Identifier: MIT */
#include "plot/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is run, and where. */
struct child {
    int dir; /* -1: here */
    const char *log;
    char *const *argv, *const *environment;
    const volatile sig_atomic_t *stop;
};

/* Ends gnuplot, which has a process group of its own, where this process is to stop. */
static int wait_for(pid_t pid, const volatile sig_atomic_t *stop)
{
    int status;
    bool stopped = false;
    do {
        if (stop && *stop && !stopped) {
            stopped = true;
            kill(-pid, SIGKILL);
        }
        if (waitpid(pid, &status, 0) == pid)
            break;
        if (errno != EINTR)
            return -errno;
    } while (true);
    if (stopped)
        return -EINTR;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EIO;
}

static bool redirect(const struct child *c)
{
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || (c->dir >= 0 && fchdir(c->dir) < 0))
        return false;
    int log = open(c->log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
    return log >= 0 && dup2(log, STDOUT_FILENO) >= 0 && dup2(log, STDERR_FILENO) >= 0;
}

/* The working directory makes every file name in a script a fixed word. The child ends with its
 * parent, also where that is killed. */
__attribute__((noreturn)) static void become(const struct child *c, pid_t parent, int report)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent && redirect(c))
        execvpe(c->argv[0], c->argv, c->environment);
    int error = errno;
    if (write(report, &error, sizeof error) < 0)
        _exit(126);
    _exit(127);
}

/* 0 once it runs; or -errno of what failed, in the child too. */
static int start_gnuplot(const struct child *c, pid_t *pid)
{
    int ends[2], error = 0;
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    *pid = fork();
    if (*pid == 0)
        become(c, parent, ends[1]);
    error = *pid < 0 ? errno : 0;
    close(ends[1]);
    ssize_t got = 0;
    while (!error && (got = read(ends[0], &error, sizeof error)) < 0 && errno == EINTR)
        ;
    close(ends[0]);
    if (*pid > 0 && got > 0)
        while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR)
            ;
    return -error;
}

static int spawn(struct child *c, const char *scripts)
{
    char lib[PATH_MAX + 32], path[PATH_MAX], home[PATH_MAX];
    const char *p = getenv("PATH"), *h = getenv("HOME");
    snprintf(lib, sizeof lib, "GNUPLOT_LIB=%s", scripts);
    snprintf(path, sizeof path, "PATH=%s", p ? p : "/usr/bin:/bin");
    snprintf(home, sizeof home, "HOME=%s", h ? h : "/");
    /* A caller's locale or GNUTERM would change the bytes of a picture. */
    char *environment[] = {lib, path, home, "LC_ALL=C.UTF-8", NULL};
    pid_t pid = -1;
    c->environment = environment;
    int rc = start_gnuplot(c, &pid);
    c->environment = NULL; /* it ends with this function */
    return rc ? rc : wait_for(pid, c->stop);
}

int gnuplot_check(void)
{
    char *argv[] = {"gnuplot", "--version", NULL};
    struct child c = {.dir = -1, .log = "/dev/null", .argv = argv};
    return spawn(&c, "");
}

int gnuplot_run(int dir, const char *scripts, const char *name, const char *format,
                const char *theme, const volatile sig_atomic_t *stop)
{
    char script[PATH_MAX], as_format[8], as_theme[8];
    snprintf(script, sizeof script, "%s/%s.gp", scripts, name);
    snprintf(as_format, sizeof as_format, "%s", format);
    snprintf(as_theme, sizeof as_theme, "%s", theme);
    /* -d: no start-up file of the user's. */
    char *argv[] = {"gnuplot", "-d", "-c", script, as_format, as_theme, NULL};
    struct child c = {.dir = dir, .log = "gnuplot.log", .argv = argv, .stop = stop};
    return spawn(&c, scripts);
}
