/* SPDX-License-Identifier: MIT */
#include "gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EIO;
}

/* Spawns in the directory, with the log as standard output and error. The working directory makes
 * every file name in a script a fixed word. */
static int spawn_in(int dir, const char *log, char *const *argv, char *const *environment)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -ENOMEM;
    int rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (rc == 0 && dir >= 0)
        rc = posix_spawn_file_actions_addfchdir_np(&actions, dir);
    if (rc == 0)
        rc = posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, 1, 2);
    if (rc == 0)
        rc = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    return rc ? -rc : wait_for(pid);
}

static int spawn(int dir, const char *log, const char *scripts, char *const *argv)
{
    char lib[PATH_MAX + 32], path[PATH_MAX], home[PATH_MAX];
    const char *p = getenv("PATH"), *h = getenv("HOME");
    snprintf(lib, sizeof lib, "GNUPLOT_LIB=%s", scripts);
    snprintf(path, sizeof path, "PATH=%s", p ? p : "/usr/bin:/bin");
    snprintf(home, sizeof home, "HOME=%s", h ? h : "/");
    /* A caller's locale or GNUTERM would change the bytes of a picture. */
    char *environment[] = {lib, path, home, "LC_ALL=C.UTF-8", NULL};
    return spawn_in(dir, log, argv, environment);
}

int gnuplot_check(void)
{
    char *argv[] = {"gnuplot", "--version", NULL};
    return spawn(-1, "/dev/null", "", argv);
}

int gnuplot_run(int dir, const char *scripts, const char *name, const char *format,
                const char *theme)
{
    char script[PATH_MAX], as_format[8], as_theme[8];
    snprintf(script, sizeof script, "%s/%s.gp", scripts, name);
    snprintf(as_format, sizeof as_format, "%s", format);
    snprintf(as_theme, sizeof as_theme, "%s", theme);
    /* -d: no start-up file of the user's. */
    char *argv[] = {"gnuplot", "-d", "-c", script, as_format, as_theme, NULL};
    return spawn(dir, "gnuplot.log", scripts, argv);
}
