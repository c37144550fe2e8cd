/* SPDX-License-Identifier: MIT */
#include "perf_set.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int perf_set_add(struct perf_set *s, struct perf_event_attr *attr)
{
    if (s->size == COUNT_NAMES_MAX)
        return -E2BIG;
    attr->size = sizeof *attr;
    attr->disabled = 1;
    /* A pinned event counts all along or goes to an error state: it is never time-shared. */
    attr->pinned = 1;
    attr->read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    long fd = syscall(SYS_perf_event_open, attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0)
        return -errno;
    s->fd[s->size++] = (int)fd;
    return 0;
}

void perf_set_close(struct perf_set *s)
{
    while (s->size)
        close(s->fd[--s->size]);
}

/* A pinned event that found no counter reads 0 bytes (perf_event_open(2), "pinned"). */
static int read_count(int fd, int64_t *value)
{
    struct {
        uint64_t value, enabled, running;
    } count;
    ssize_t size = read(fd, &count, sizeof count);
    if (size < 0)
        return -errno;
    if (size != sizeof count || count.enabled != count.running)
        return -EBUSY;
    *value = (int64_t)count.value;
    return 0;
}

/* One prctl enables or disables all events of this thread, whatever their number and PMU, so the
 * window holds one system call that isn't the work's; an ioctl per event would count in the others.
 */
static void count_work(const struct work *w, uint64_t n)
{
    prctl(PR_TASK_PERF_EVENTS_ENABLE, 0, 0, 0, 0);
    w->loop(w->arg, n);
    prctl(PR_TASK_PERF_EVENTS_DISABLE, 0, 0, 0, 0);
}

int perf_set_count(const struct perf_set *s, const struct work *w, uint64_t n, int64_t *values,
                   size_t *bad)
{
    count_work(w, 0);
    for (size_t i = 0; i < s->size; i++)
        ioctl(s->fd[i], PERF_EVENT_IOC_RESET, 0);
    if (w->prepare)
        w->prepare(w->arg);
    count_work(w, n);
    for (size_t i = 0; i < s->size; i++) {
        int error = read_count(s->fd[i], &values[i]);
        *bad = i;
        if (error)
            return error;
    }
    return 0;
}

static int paranoid_level(void)
{
    int level = INT_MIN;
    FILE *f = fopen("/proc/sys/kernel/perf_event_paranoid", "re");
    if (!f)
        return level;
    if (fscanf(f, "%d", &level) != 1)
        level = INT_MIN;
    fclose(f);
    return level;
}

/* 3 is Debian's own level: everything is refused to users. */
const char *perf_permission(void)
{
    static char words[160];
    int level = paranoid_level();
    if (level < 2)
        return NULL;
    snprintf(words, sizeof words,
             "perf_event_paranoid is %d; %s there, or CAP_PERFMON, as root has it", level,
             level == 2 ? "counting in the kernel takes 1 or less"
                        : "counting takes 2 or less, and in the kernel 1 or less");
    return words;
}
