/* SPDX-License-Identifier: MIT */
#include "measure/requests.h"

#include "machine/sysfile.h"
#include "measure/sample.h"
#include "measure/single.h"
#include "measure/timebase.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { WARM_UP_PART = 16, SETTLING_PARTS = 20, USAGE = 96 /* four numbers */ };

/* Untimed, as often as asked for, or until that has taken long enough: blocks may be long where the
 * clock is coarse or calls are slow, and what settles does so within milliseconds. */
static void warm_until_settled(const struct timebase *tb, const struct work *w, uint64_t warm)
{
    const uint64_t part = warm / SETTLING_PARTS + 1, begin = timebase_start(tb).ticks;
    for (uint64_t n; warm && timebase_stop(tb).ticks - begin < WORKER_SETTLING; warm -= n)
        w->loop(w->arg, n = warm < part ? warm : part);
}

void request_begin(const struct work *w)
{
    if (w->begin)
        w->begin(w->arg);
}

void request_finish(const struct work *w)
{
    if (w->finish)
        w->finish(w->arg);
}

void request_warm_up(const struct work *w, uint64_t n)
{
    if (w->prepare)
        w->prepare(w->arg);
    w->loop(w->arg, n / WARM_UP_PART + 1);
}

/* sample_flags of what happened to this thread between the two. */
static uint32_t disturbed(const struct worker_host *host, const struct rusage *a,
                          const struct rusage *b)
{
    uint32_t flags = 0;
    bool switched = a->ru_nvcsw != b->ru_nvcsw || a->ru_nivcsw != b->ru_nivcsw;
    if (switched && !host->switches)
        flags |= SAMPLE_SWITCHED;
    if (a->ru_minflt != b->ru_minflt || a->ru_majflt != b->ru_majflt)
        flags |= SAMPLE_FAULTED;
    return flags;
}

/* Where a block ended: by its stamp, or, where that can't tell, by what the C library reads of its
 * rseq area, or of the vDSO: a filter may kill for the system call. */
static uint32_t cpu_at(const struct stamp *stop)
{
    int cpu = stop->cpu == STAMP_NO_CPU ? sched_getcpu() : -1;
    return cpu < 0 ? stop->cpu : (uint32_t)cpu;
}

/* A mask can be changed from outside, and a CPU be taken offline: then a pinned process goes on
 * elsewhere (kernel/sched/core.c, select_fallback_rq). */
static bool elsewhere(const struct worker_host *host, uint32_t cpu)
{
    return host->cpu != WORKER_ANY_CPU && cpu != STAMP_NO_CPU && cpu != (uint32_t)host->cpu;
}

static void answer_block(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    const struct timebase *tb = host->timebase;
    uint64_t n = worker_number(words[2]), warm = worker_number(words[3]);
    uint64_t single = 0;
    struct rusage before, after;
    request_begin(w);
    warm_until_settled(tb, w, warm + 1); /* pages that it touches first are not the block's */
    getrusage(RUSAGE_THREAD, &before);
    request_warm_up(w, n);
    struct stamp start = timebase_start(tb);
    if (w->clear)
        single = single_ticks(tb, w, n);
    else
        w->loop(w->arg, n);
    struct stamp stop = timebase_stop(tb);
    getrusage(RUSAGE_THREAD, &after);
    request_finish(w);
    uint32_t flags = disturbed(host, &before, &after), cpu = cpu_at(&stop);
    if (start.cpu != stop.cpu || elsewhere(host, cpu))
        flags |= SAMPLE_MIGRATED;
    const struct sample block = {.cpu = cpu,
                                 .flags = flags,
                                 .start = start.ticks,
                                 .n = n,
                                 .ticks = w->clear ? single : stop.ticks - start.ticks};
    worker_say_block(lines, &block);
}

const struct worker_request request_block = {
    .name = "block", .least = 4, .most = 4, .answer = answer_block};

static int compare_values(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Distinct values of sorted data when rounded down to multiples of step. */
static size_t count_distinct(const uint64_t *data, size_t size, uint64_t step)
{
    size_t values = size > 0;
    for (size_t i = 1; i < size; i++)
        values += data[i] / step != data[i - 1] / step;
    return values;
}

/* "TICKS:COUNT ..." in the finest steps that keep it to BATCH_BINS values. */
static void say_histogram(const struct worker_lines *lines, uint64_t *data, size_t size)
{
    uint64_t step = 1;
    qsort(data, size, sizeof *data, compare_values);
    while (count_distinct(data, size, step) > BATCH_BINS)
        step *= 2;
    for (size_t i = 0, next; i < size; i = next) {
        for (next = i; next < size && data[next] / step == data[i] / step;)
            next++;
        worker_say_number(lines, " ", data[i] / step * step);
        worker_say_number(lines, ":", next - i);
    }
    worker_say(lines, "\n");
}

static void answer_batch(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    uint64_t n = worker_number(words[2]), count = worker_number(words[3]);
    const struct timebase *tb = host->timebase;
    struct stamp stop = {.cpu = STAMP_NO_CPU};
    uint64_t *ticks = count <= WORKER_BATCHES ? calloc((size_t)count, sizeof *ticks) : NULL;
    if (!ticks) {
        worker_say_error(lines, "no memory for that many batches", NULL);
        return;
    }
    size_t kept = 0;
    request_begin(w);
    warm_until_settled(tb, w, worker_number(words[4]));
    request_warm_up(w, n * count);
    for (uint64_t i = 0; i < count; i++) {
        struct stamp start = timebase_start(tb);
        w->loop(w->arg, n);
        stop = timebase_stop(tb);
        ticks[kept] = stop.ticks - start.ticks;
        kept += start.cpu == stop.cpu && !elsewhere(host, stop.cpu);
    }
    request_finish(w);
    kept = elsewhere(host, cpu_at(&stop)) ? 0 : kept;
    worker_say_number(lines, "batch ", n);
    say_histogram(lines, ticks, kept);
    free(ticks);
}

const struct worker_request request_batch = {
    .name = "batch", .least = 5, .most = 5, .answer = answer_batch};

/* The scheduler tells it where the kernel has CONFIG_SCHED_DEBUG; else -1. */
static long long count_migrations(void)
{
    char *text = sysfile_text("", "/proc/self/sched");
    char *value = text ? text_value(text, "se.nr_migrations") : NULL;
    long long count = value ? strtoll(value, NULL, 10) : -1;
    free(value);
    free(text);
    return count;
}

static void answer_usage(const struct worker_host *host, const struct work *w, char **words,
                         const struct worker_lines *lines)
{
    (void)host, (void)w, (void)words;
    char line[USAGE];
    struct rusage u;
    getrusage(RUSAGE_THREAD, &u); /* others that call at the same time are no disturbance */
    snprintf(line, sizeof line, "usage %ld %lld %ld %ld\n", u.ru_nvcsw + u.ru_nivcsw,
             count_migrations(), u.ru_minflt, u.ru_majflt);
    worker_say(lines, line);
}

const struct worker_request request_usage = {
    .name = "usage", .least = 1, .most = 1, .answer = answer_usage};
