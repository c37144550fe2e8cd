/* SPDX-License-Identifier: MIT */
#include "counters.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

const char *const entry_names[ENTRY_NAMES] = {"sys_enter", "emulate_vsyscall", "page_fault_user",
                                              "page_faults"};

static const char *count_null(const struct work *w, uint64_t n, const char *const *names,
                              size_t size, int64_t *values)
{
    (void)names;
    if (w->prepare)
        w->prepare(w->arg);
    w->loop(w->arg, n);
    memset(values, 0, size * sizeof *values);
    return NULL;
}

const struct counter_kind counter_null = {.name = "null", .count = count_null};

static const struct counter_kind *const kinds[] = {&counter_perf, &counter_seccomp, &counter_events,
                                                   &counter_null};
enum { KINDS = sizeof kinds / sizeof *kinds };

const struct counter_kind *counter_kind_by_name(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

void counters_release(void)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i]->release)
            kinds[i]->release();
}

/* The smallest counts seen yet. COUNT_UNKNOWN is the smallest of all, so it stays. */
struct least {
    int64_t work[COUNT_NAMES_MAX], empty[COUNT_NAMES_MAX];
};

static const char *count_least(const struct counter_kind *kind, const struct work *w, uint64_t n,
                               const char *const *names, size_t size, int64_t *least)
{
    int64_t values[COUNT_NAMES_MAX];
    const char *reason = kind->count(w, n, names, size, values);
    for (size_t i = 0; i < size && !reason; i++)
        if (values[i] < least[i])
            least[i] = values[i];
    return reason;
}

/* True where every known value is a whole number. */
static bool subtract(const struct least *least, uint64_t n, size_t size, double *per_call)
{
    bool whole = true;
    for (size_t i = 0; i < size; i++) {
        per_call[i] = NAN;
        if (least->work[i] == COUNT_UNKNOWN || least->empty[i] == COUNT_UNKNOWN)
            continue;
        per_call[i] = (double)(least->work[i] - least->empty[i]) / (double)n;
        whole = whole && per_call[i] == rint(per_call[i]);
    }
    return whole;
}

/* A path enters the kernel a whole number of times per call. What isn't whole caught something
 * else: a page's first touch or its loss to reclaim, an interrupt or a switch among the events.
 * Such things only add, so each side's least count is the cleanest, and it is counted again. */
const char *count_per_call(const struct counter_kind *kind, const struct work *w,
                           const struct work *empty, uint64_t n, const char *const *names,
                           size_t size, double *per_call)
{
    enum { ATTEMPTS = 5 };
    struct least least;
    if (size > COUNT_NAMES_MAX)
        return "at most 32 things are counted in one pass: ask for fewer";
    for (size_t i = 0; i < size; i++)
        least.work[i] = least.empty[i] = INT64_MAX;
    for (int i = 0; i < ATTEMPTS; i++) {
        const char *reason = count_least(kind, empty, n, names, size, least.empty);
        if (!reason)
            reason = count_least(kind, w, n, names, size, least.work);
        if (reason)
            return reason;
        if (subtract(&least, n, size, per_call))
            break;
    }
    return NULL;
}
