/* SPDX-License-Identifier: MIT */
#include "count/counters.h"

#include "stats/estimate.h"

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

static const struct counter_kind *const kinds[] = {&counter_perf, &counter_seccomp, &counter_null,
#ifndef __i386__ /* the 32-bit program has no libpfm4 */
                                                   &counter_events
#endif
};
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

enum { PAIRS = 9 };

/* Counts of n and of 2n that were taken one after the other. */
struct pairs {
    int64_t one[PAIRS][COUNT_NAMES_MAX], two[PAIRS][COUNT_NAMES_MAX];
    size_t size;
};

static const char *count_pair(struct pairs *p, const struct counter_kind *kind,
                              const struct work *w, uint64_t n, const char *const *names,
                              size_t size)
{
    const char *reason = kind->count(w, n, names, size, p->one[p->size]);
    if (!reason)
        reason = kind->count(w, 2 * n, names, size, p->two[p->size]);
    p->size++;
    return reason;
}

/* The least of all counts of 2n, less the least of n. */
static double least(const struct pairs *p, size_t name)
{
    int64_t one = INT64_MAX, two = INT64_MAX;
    for (size_t i = 0; i < p->size; i++) {
        one = p->one[i][name] < one ? p->one[i][name] : one;
        two = p->two[i][name] < two ? p->two[i][name] : two;
    }
    return (double)(two - one);
}

static double middle(const struct pairs *p, size_t name)
{
    double differences[PAIRS];
    for (size_t i = 0; i < p->size; i++)
        differences[i] = (double)(p->two[i][name] - p->one[i][name]);
    return quantile(differences, p->size, 0.5);
}

/* A path enters the kernel a whole number of times per call, and executes a whole number of
 * instructions in user mode. What isn't whole caught something else: a page's first touch, an
 * interrupt, a switch. Such things only add, so each side's least count is the cleanest. */
static bool is_whole(const struct pairs *p, size_t name, uint64_t n)
{
    double per_call = least(p, name) / (double)n;
    return per_call == rint(per_call);
}

static bool is_known(const struct pairs *p, size_t name)
{
    return p->one[0][name] != COUNT_UNKNOWN && p->two[0][name] != COUNT_UNKNOWN;
}

static bool all_whole(const struct pairs *p, size_t size, uint64_t n)
{
    for (size_t i = 0; i < size; i++)
        if (is_known(p, i) && !is_whole(p, i, n))
            return false;
    return true;
}

/* What is never whole, as cycles, is the median over the pairs, whose two counts share what
 * disturbs them; not below 0, where more disturbed the fewer calls. */
const char *count_per_call(const struct counter_kind *kind, const struct work *w, uint64_t n,
                           const char *const *names, size_t size, double *per_call)
{
    struct pairs p = {.size = 0};
    if (size > COUNT_NAMES_MAX)
        return "at most 32 things are counted in one pass: ask for fewer";
    do {
        const char *reason = count_pair(&p, kind, w, n, names, size);
        if (reason)
            return reason;
    } while (p.size < PAIRS && !all_whole(&p, size, n));
    for (size_t i = 0; i < size; i++)
        per_call[i] = !is_known(&p, i)     ? NAN
                      : is_whole(&p, i, n) ? least(&p, i) / (double)n
                                           : fmax(0, middle(&p, i) / (double)n);
    return NULL;
}
