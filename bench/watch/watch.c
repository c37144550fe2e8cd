/* SPDX-License-Identifier: MIT */
#include "watch/watch.h"

#include "count/perf_why.h"
#include "count/tracefs.h"
#include "machine/sysfile.h"
#include "text/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* With its first page it is what perf_event_mlock_kb allows each CPU of an ordinary user. */
enum { RING = 512 * 1024, PAGE = 4096 };

static const char *refuse_to_watch(struct watch *w, const struct perf_event_attr *attr, pid_t pid,
                                   int error)
{
    char words[WATCH_WHY / 2];
    struct perf_facts facts = perf_facts_read("");
    facts.whole_system = pid < 0;
    text_say(w->why, sizeof w->why, "perf can't count vsyscall:emulate_vsyscall%s: %s",
             pid < 0 ? " of every process" : "",
             perf_why(error, attr, &facts, words, sizeof words));
    return w->why;
}

/* There is one for each call, CPU and thread. */
static void allow_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int map_ring(struct ring *r, int fd)
{
    void *all = mmap(NULL, PAGE + RING, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (all == MAP_FAILED)
        return -errno;
    *r = (struct ring){.fd = fd, .page = all, .bytes = (unsigned char *)all + PAGE, .size = RING};
    return 0;
}

/* The first event of a CPU has the buffer, the others write into it. */
static int share_ring(struct watch *w, int cpu, int fd)
{
    struct ring *r = &w->rings[cpu];
    if (!r->page)
        return map_ring(r, fd);
    return ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, r->fd) ? -errno : 0;
}

static int open_event(struct watch *w, const struct perf_event_attr *attr, pid_t thread, int cpu,
                      int call)
{
    char filter[32];
    struct perf_event_attr own = *attr;
    long fd = syscall(SYS_perf_event_open, &own, thread, cpu, -1, PERF_FLAG_FD_CLOEXEC);
    w->events[call][w->size] = (int)fd;
    if (fd < 0)
        return -errno;
    snprintf(filter, sizeof filter, "nr == %d", call);
    if (ioctl((int)fd, PERF_EVENT_IOC_SET_FILTER, filter))
        return -errno;
    return share_ring(w, cpu, (int)fd);
}

static bool make_room(struct watch *w)
{
    if (w->size < w->room)
        return true;
    size_t room = w->room ? 2 * w->room : 64;
    for (int i = 0; i < PAGE_CALLS; i++) {
        int *more = realloc(w->events[i], room * sizeof *more);
        if (!more)
            return false;
        w->events[i] = more;
    }
    w->room = room;
    return true;
}

/* 0 also for a CPU that is not there. */
static int open_on(struct watch *w, const struct perf_event_attr *attr, pid_t thread, int cpu)
{
    int error = make_room(w) ? 0 : -ENOMEM;
    if (error)
        return error;
    for (int i = 0; i < PAGE_CALLS; i++)
        w->events[i][w->size] = -1;
    for (int i = 0; i < PAGE_CALLS && !error; i++)
        error = open_event(w, attr, thread, cpu, i);
    w->size++;
    return error == -ENODEV ? 0 : error;
}

static int open_thread(struct watch *w, const struct perf_event_attr *attr, pid_t thread)
{
    int error = 0;
    for (int cpu = 0; cpu < w->cpus && !error; cpu++)
        error = open_on(w, attr, thread, cpu);
    return error;
}

/* One that ends meanwhile is no loss. */
static int open_threads(struct watch *w, const struct perf_event_attr *attr, pid_t pid)
{
    char path[64];
    int error = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    char **names = sysfile_names("", path);
    if (!names)
        return open_thread(w, attr, pid);
    for (char **name = names; *name && !error; name++) {
        error = open_thread(w, attr, (pid_t)strtol(*name, NULL, 10));
        error = error == -ESRCH ? 0 : error;
    }
    sysfile_names_free(names);
    return error;
}

/* The id of the tracepoint, or -1 with the reason in w->why. */
static int find_event(struct watch *w)
{
    int tracefs = tracefs_open(), id = tracefs;
    if (tracefs >= 0) {
        id = tracefs_event_id(tracefs, "vsyscall/emulate_vsyscall");
        close(tracefs);
    }
    if (id >= 0)
        return id;
    if (tracefs >= 0 && id == -ENOENT)
        text_say(w->why, sizeof w->why,
                 "this kernel has no tracepoint vsyscall:emulate_vsyscall "
                 "(CONFIG_X86_VSYSCALL_EMULATION): nobody can call the page");
    else
        tracefs_why(id, w->why, sizeof w->why);
    return -1;
}

static void switch_events(const struct watch *w, unsigned long how)
{
    for (int i = 0; i < PAGE_CALLS; i++)
        for (size_t n = 0; n < w->size; n++)
            if (w->events[i][n] >= 0)
                ioctl(w->events[i][n], how, 0);
}

const char *watch_open(struct watch *w, pid_t pid)
{
    *w = (struct watch){.cpus = (int)sysconf(_SC_NPROCESSORS_CONF)};
    int id = find_event(w);
    if (id < 0)
        return w->why;
    /* exclude_kernel = 1 would make a tracepoint count 0 without a word */
    struct perf_event_attr attr = {.size = sizeof attr,
                                   .type = PERF_TYPE_TRACEPOINT,
                                   .config = (__u64)id,
                                   .disabled = 1,
                                   .inherit = pid >= 0};
    ring_ask(&attr);
    allow_descriptors();
    w->rings = calloc((size_t)w->cpus, sizeof *w->rings);
    int error = w->rings ? 0 : -ENOMEM;
    if (!error)
        error = pid < 0 ? open_thread(w, &attr, -1) : open_threads(w, &attr, pid);
    if (error)
        return refuse_to_watch(w, &attr, pid, error);
    switch_events(w, PERF_EVENT_IOC_ENABLE);
    return NULL;
}

static void add_call(const struct page_call *call, void *callers)
{
    callers_add(callers, "", call->pid, call->call, call->address);
}

void watch_drain(struct watch *w, struct callers *callers)
{
    for (int i = 0; i < w->cpus; i++)
        if (w->rings[i].page)
            ring_drain(&w->rings[i], add_call, callers, &w->lost);
}

int watch_stop(struct watch *w, struct callers *callers, uint64_t counts[PAGE_CALLS])
{
    uint64_t one;
    switch_events(w, PERF_EVENT_IOC_DISABLE);
    watch_drain(w, callers);
    for (int i = 0; i < PAGE_CALLS; i++) {
        counts[i] = 0;
        for (size_t n = 0; n < w->size; n++) {
            if (w->events[i][n] < 0)
                continue;
            if (read(w->events[i][n], &one, sizeof one) != sizeof one)
                return -errno;
            counts[i] += one;
        }
    }
    return 0;
}

void watch_close(struct watch *w)
{
    for (int i = 0; w->rings && i < w->cpus; i++)
        if (w->rings[i].page)
            munmap(w->rings[i].page, PAGE + RING);
    for (int i = 0; i < PAGE_CALLS; i++) {
        for (size_t n = 0; n < w->size; n++)
            if (w->events[i][n] >= 0)
                close(w->events[i][n]);
        free(w->events[i]);
    }
    free(w->rings);
    *w = (struct watch){0};
}
