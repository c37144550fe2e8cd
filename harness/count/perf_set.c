/* SPDX-License-Identifier: MIT */
#include "count/perf_set.h"

#include "count/rdpmc.h"

#include <errno.h>

int perf_set_add(struct perf_set *s, struct perf_event_attr *attr)
{
    if (s->size == COUNT_NAMES_MAX)
        return -E2BIG;
    /* The leader alone may be pinned (perf_event_open(2)), and switches its group. Pinned, the
     * group counts all along or goes to an error state: it is never time-shared. */
    bool leads = s->size == 0;
    attr->size = sizeof *attr;
    attr->disabled = leads;
    attr->pinned = leads;
    attr->read_format =
        PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    int fd = s->pmu->open(attr, leads ? -1 : s->fd[0]);
    if (fd < 0)
        return fd;
    s->page[s->size] = NULL;
    s->fd[s->size++] = fd;
    return 0;
}

static void unmap_all(struct perf_set *s)
{
    for (size_t i = 0; i < s->size; i++) {
        if (s->page[i])
            s->pmu->unmap(s->page[i]);
        s->page[i] = NULL;
    }
    s->rdpmc = false;
}

void perf_set_close(struct perf_set *s)
{
    unmap_all(s);
    while (s->size)
        s->pmu->close(s->fd[--s->size]);
}

/* A pinned group that found no counters reads 0 bytes (perf_event_open(2), "pinned"). */
static int read_group(const struct perf_set *s, uint64_t *values)
{
    struct {
        uint64_t size, enabled, running, values[COUNT_NAMES_MAX];
    } group;
    size_t whole = (3 + s->size) * sizeof(uint64_t);
    ssize_t got = s->pmu->read(s->fd[0], &group, sizeof group);
    if (got < 0)
        return (int)got;
    if (got == 0)
        return -EBUSY;
    if ((size_t)got != whole || group.size != s->size)
        return -EIO;
    if (group.enabled != group.running)
        return -EBUSY;
    for (size_t i = 0; i < s->size; i++)
        values[i] = group.values[i];
    return 0;
}

static int read_pages(const struct perf_set *s, uint64_t *values)
{
    int error = 0;
    for (size_t i = 0; i < s->size && !error; i++)
        error = rdpmc_read(s->page[i], s->pmu->rdpmc, &values[i]);
    return error;
}

bool perf_set_use_rdpmc(struct perf_set *s)
{
    uint64_t values[COUNT_NAMES_MAX];
    bool mapped = s->size > 0;
    for (size_t i = 0; i < s->size && mapped; i++)
        mapped = (s->page[i] = s->pmu->map(s->fd[i])) && s->page[i]->cap_user_rdpmc;
    if (mapped)
        s->pmu->enable(s->fd[0], true);
    s->rdpmc = mapped && read_pages(s, values) == 0;
    if (mapped && !s->rdpmc)
        s->pmu->enable(s->fd[0], false);
    if (!s->rdpmc)
        unmap_all(s);
    return s->rdpmc;
}

/* Nothing but the work between the two readings. */
static int count_by_rdpmc(const struct perf_set *s, const struct work *w, uint64_t n,
                          uint64_t *before, uint64_t *after)
{
    int error = read_pages(s, before);
    w->loop(w->arg, n);
    return error ? error : read_pages(s, after);
}

/* Read while it is switched off: read()'s own work is in no count. One call switches the group on,
 * one off, however many events it has. */
static int count_by_read(const struct perf_set *s, const struct work *w, uint64_t n,
                         uint64_t *before, uint64_t *after)
{
    int error = read_group(s, before);
    s->pmu->enable(s->fd[0], true);
    w->loop(w->arg, n);
    s->pmu->enable(s->fd[0], false);
    return error ? error : read_group(s, after);
}

int perf_set_count(const struct perf_set *s, const struct work *w, uint64_t n, int64_t *values)
{
    uint64_t before[COUNT_NAMES_MAX], after[COUNT_NAMES_MAX];
    w->loop(w->arg, 0);
    if (w->prepare)
        w->prepare(w->arg);
    int error =
        s->rdpmc ? count_by_rdpmc(s, w, n, before, after) : count_by_read(s, w, n, before, after);
    for (size_t i = 0; i < s->size && !error; i++)
        values[i] = (int64_t)(after[i] - before[i]);
    return error;
}
