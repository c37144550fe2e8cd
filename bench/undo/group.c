/* SPDX-License-Identifier: MIT */
#include "undo/group.h"

#include "measure/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STAT = 1024, TURNS = 250, TURN_US = 20000 };

struct process_stat {
    char state;
    int group, session;
    unsigned long long start;
};

/* proc(5): the name in brackets may hold anything, brackets too. */
static bool read_stat(const char *pid, struct process_stat *s)
{
    char path[64], text[STAT];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    const char *rest = strrchr(text, ')');
    return rest && sscanf(rest,
                          ") %c %*d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d "
                          "%*d %*d %*d %llu",
                          &s->state, &s->group, &s->session, &s->start) == 4;
}

struct group group_of(pid_t leader)
{
    char pid[24];
    struct process_stat s = {0};
    snprintf(pid, sizeof pid, "%d", (int)leader);
    bool known = read_stat(pid, &s);
    return (struct group){leader, getsid(0), known ? s.start : 0};
}

static bool is_member(const struct group *g, const struct process_stat *s)
{
    return s->group == g->id && s->session == g->session && s->start >= g->start &&
           s->state != 'Z' && s->state != 'X';
}

/* A process of that number that began at another time: the group is gone, this is another's. */
static bool is_reused(const struct group *g)
{
    char pid[24];
    struct process_stat s;
    snprintf(pid, sizeof pid, "%d", (int)g->id);
    return read_stat(pid, &s) && s.start != g->start;
}

/* How many were there. */
static size_t kill_members(const struct group *g)
{
    size_t members = 0;
    DIR *all = opendir("/proc");
    for (struct dirent *one; all && (one = readdir(all));) {
        struct process_stat s;
        int pid = atoi(one->d_name);
        if (pid <= 0 || !read_stat(one->d_name, &s) || !is_member(g, &s))
            continue;
        members++;
        kill(pid, SIGKILL);
    }
    if (all)
        closedir(all);
    return members;
}

int group_end(const struct group *g)
{
    if (g->id <= 1 || !g->start || is_reused(g))
        return 0;
    for (int i = 0; i < TURNS; i++) {
        if (kill_members(g) == 0)
            return 0;
        clock_sleep(TURN_US * 1000UL);
    }
    return -EBUSY;
}
