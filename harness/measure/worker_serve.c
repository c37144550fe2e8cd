/* SPDX-License-Identifier: MIT */
#include "measure/worker.h"

#include "count/counters.h"
#include "machine/sysfile.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MAX_WORDS = COUNT_NAMES_MAX + 4 };

enum { WARM_UP_PART = 16 };

static void warm_up(const struct work *w, uint64_t n)
{
    w->loop(w->arg, n / WARM_UP_PART + 1);
    if (w->prepare)
        w->prepare(w->arg);
}

/* sample_flags of what happened to this thread between the two. */
static uint32_t disturbed(const struct rusage *a, const struct rusage *b)
{
    uint32_t flags = 0;
    if (a->ru_nvcsw != b->ru_nvcsw || a->ru_nivcsw != b->ru_nivcsw)
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

static void serve_block(const struct worker_host *host, const struct work *w, uint64_t n,
                        uint64_t warm, FILE *out)
{
    const struct timebase *tb = &host->timebase;
    struct rusage before, after;
    w->loop(w->arg, warm + 1); /* pages that it touches first are not the block's */
    getrusage(RUSAGE_THREAD, &before);
    warm_up(w, n);
    struct stamp start = timebase_start(tb);
    w->loop(w->arg, n);
    struct stamp stop = timebase_stop(tb);
    getrusage(RUSAGE_THREAD, &after);
    uint32_t flags = disturbed(&before, &after), cpu = cpu_at(&stop);
    if (start.cpu != stop.cpu || elsewhere(host, cpu))
        flags |= SAMPLE_MIGRATED;
    fprintf(out, "block %" PRIu32 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32 "\n", cpu,
            start.ticks, n, stop.ticks - start.ticks, flags);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Distinct values of sorted data when rounded down to multiples of step. */
static size_t distinct(const uint64_t *data, size_t size, uint64_t step)
{
    size_t values = size > 0;
    for (size_t i = 1; i < size; i++)
        values += data[i] / step != data[i - 1] / step;
    return values;
}

/* "TICKS:COUNT ..." in the finest steps that keep it to BATCH_BINS values. */
static void print_histogram(uint64_t *data, size_t size, FILE *out)
{
    uint64_t step = 1;
    qsort(data, size, sizeof *data, by_value);
    while (distinct(data, size, step) > BATCH_BINS)
        step *= 2;
    for (size_t i = 0, next; i < size; i = next) {
        for (next = i; next < size && data[next] / step == data[i] / step;)
            next++;
        fprintf(out, " %" PRIu64 ":%zu", data[i] / step * step, next - i);
    }
    fputc('\n', out);
}

static void serve_batch(const struct worker_host *host, const struct work *w, uint64_t n,
                        uint64_t count, uint64_t warm, FILE *out)
{
    const struct timebase *tb = &host->timebase;
    struct stamp stop = {.cpu = STAMP_NO_CPU};
    uint64_t *ticks = count <= WORKER_BATCHES ? calloc(count, sizeof *ticks) : NULL;
    if (!ticks) {
        fputs("error no memory for that many batches\n", out);
        return;
    }
    size_t kept = 0;
    w->loop(w->arg, warm);
    warm_up(w, n * count);
    for (uint64_t i = 0; i < count; i++) {
        struct stamp start = timebase_start(tb);
        w->loop(w->arg, n);
        stop = timebase_stop(tb);
        ticks[kept] = stop.ticks - start.ticks;
        kept += start.cpu == stop.cpu && !elsewhere(host, stop.cpu);
    }
    kept = elsewhere(host, cpu_at(&stop)) ? 0 : kept;
    fprintf(out, "batch %" PRIu64, n);
    print_histogram(ticks, kept, out);
    free(ticks);
}

static void serve_count(const struct work *w, uint64_t n, char **words, FILE *out)
{
    double per_call[COUNT_NAMES_MAX];
    const char *names[COUNT_NAMES_MAX];
    size_t size = 0;
    const struct counter_kind *kind = counter_kind_by_name(words[0]);
    while (words[1 + size] && size < COUNT_NAMES_MAX) {
        names[size] = words[1 + size];
        size++;
    }
    if (kind)
        warm_up(w, n);
    const char *reason =
        kind ? count_per_call(kind, w, n, names, size, per_call) : "no such kind of counter";
    if (reason) {
        fprintf(out, "error %s\n", reason);
        return;
    }
    fputs("count", out);
    for (size_t i = 0; i < size; i++)
        fprintf(out, " %.17g", per_call[i]);
    fputc('\n', out);
}

/* The scheduler tells it where the kernel has CONFIG_SCHED_DEBUG; else -1. */
static long long migrations(void)
{
    char *text = sysfile_text("", "/proc/self/sched");
    char *value = text ? text_value(text, "se.nr_migrations") : NULL;
    long long count = value ? strtoll(value, NULL, 10) : -1;
    free(value);
    free(text);
    return count;
}

static void serve_usage(FILE *out)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    fprintf(out, "usage %ld %lld %ld %ld\n", u.ru_nvcsw + u.ru_nivcsw, migrations(), u.ru_minflt,
            u.ru_majflt);
}

static const struct work *find(const struct worker_host *host, const char *name, FILE *out)
{
    const char *reason = "no such work";
    const struct work *w = name ? host->find(name, &reason) : NULL;
    if (!w)
        fprintf(out, "error %s: %s\n", name ? name : "", reason);
    return w;
}

static uint64_t number(const char *word)
{
    return word ? strtoull(word, NULL, 10) : 0;
}

static void serve(const struct worker_host *host, char **words, size_t size, FILE *out)
{
    if (strcmp(words[0], "usage") == 0 && size == 1) {
        serve_usage(out);
        return;
    }
    const struct work *w = find(host, words[1], out);
    if (!w)
        return;
    if (strcmp(words[0], "block") == 0 && size == 4)
        serve_block(host, w, number(words[2]), number(words[3]), out);
    else if (strcmp(words[0], "batch") == 0 && size == 5)
        serve_batch(host, w, number(words[2]), number(words[3]), number(words[4]), out);
    else if (strcmp(words[0], "count") == 0 && size >= 5)
        serve_count(w, number(words[2]), words + 3, out);
    else
        fprintf(out, "error no request of that form: %s\n", words[0]);
}

static size_t split(char *line, char **words)
{
    size_t size = 0;
    for (char *word; size < MAX_WORDS && (word = strsep(&line, " \n"));)
        if (*word)
            words[size++] = word;
    words[size] = NULL;
    return size;
}

int worker_serve(const struct worker_host *host, FILE *in, FILE *out)
{
    char *line = NULL, *words[MAX_WORDS + 1];
    size_t room = 0;
    int error = 0;
    while (!error && getline(&line, &room, in) > 0) {
        size_t size = split(line, words);
        if (size)
            serve(host, words, size, out);
        else if (fflush(out))
            error = -errno;
    }
    fflush(out);
    free(line);
    return error;
}
