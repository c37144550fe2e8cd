/* SPDX-License-Identifier: MIT */
#include "doctor/host_clocks.h"

#include "count/counters.h"
#include "kernel/vdso.h"
#include "kernel/vdso_own.h"
#include "matrix/cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 100, SYS_ENTER = 0 };

/* By what counts here at all: seccomp needs no privilege; perf opens tracepoints, so it comes
 * second. NULL or why not. */
static const char *count_cell(struct host *h, struct cell *c, double *entries)
{
    static const struct counter_kind *const kinds[] = {&counter_seccomp, &counter_perf};
    double per_call[ENTRY_NAMES];
    const char *why = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (h->counted_by && strcmp(h->counted_by, kinds[i]->name) != 0)
            continue;
        why = count_per_call(kinds[i], &c->work, CALLS, entry_names, ENTRY_NAMES, per_call);
        if (why)
            continue;
        h->counted_by = kinds[i]->name;
        *entries = per_call[SYS_ENTER];
        return NULL;
    }
    return why;
}

/* NAN where it can't be counted, with the reason in the host. */
static double entries_of(struct host *h, struct cell *c)
{
    double entries = NAN;
    cell_ready(c);
    const char *why = c->state == CELL_MEASURED ? count_cell(h, c, &entries) : c->reason;
    if (why)
        snprintf(h->uncounted, sizeof h->uncounted, "%s", why);
    return entries;
}

/* What the vDSO is there for; getrandom, the one with a state of its own, is no clock. */
static bool is_answered(const struct cell *c)
{
    return c->place == places && c->program == programs && c->path->entry == ENTERS_AS_VDSO &&
           !c->call->vdso_setup && (!c->clock || c->clock->in_vdso);
}

/* A clock by its own name, and clock_getres once: it is the same for all of them. */
static const char *name_of(const struct cell *c)
{
    bool is_reading = strcmp(c->call->name, "clock_gettime") == 0;
    return is_reading && c->clock ? c->clock->name : c->call->name;
}

/* An auxiliary clock that this kernel has not, or that nobody has switched on. */
static bool is_switched_off(const struct clock_name *clock)
{
    struct timespec t;
    return clock && clock->id >= CLOCK_AUX_FIRST && clock->id <= CLOCK_AUX_LAST &&
           syscall(SYS_clock_gettime, clock->id, &t) != 0;
}

static bool has_clock(const struct host *h, const char *name)
{
    for (size_t i = 0; i < h->clocks_size; i++)
        if (strcmp(h->clocks[i].name, name) == 0)
            return true;
    return false;
}

static bool take_cell(const struct cell *cell, void *arg)
{
    struct host *h = arg;
    struct cell c = *cell;
    if (!is_answered(&c) || has_clock(h, name_of(&c)) || is_switched_off(c.clock))
        return true;
    struct host_clock *more = realloc(h->clocks, (h->clocks_size + 1) * sizeof *more);
    if (!more) {
        snprintf(h->uncounted, sizeof h->uncounted, "out of memory");
        return false;
    }
    h->clocks = more;
    struct host_clock *to = &h->clocks[h->clocks_size++];
    snprintf(to->name, sizeof to->name, "%s", name_of(&c));
    to->clocksource = call_reads_clocksource(c.call, c.clock);
    to->entries = entries_of(h, &c);
    return true;
}

static void count_libc(struct host *h)
{
    struct cell c;
    h->libc = NAN;
    if (cell_by_name("libc:clock_gettime:monotonic", &c))
        h->libc = entries_of(h, &c);
}

void host_count_clocks(struct host *h)
{
    struct vdso v;
    h->no_vdso = vdso_own(&v);
    if (!h->no_vdso)
        cell_each(places, take_cell, h);
    count_libc(h);
    counters_release();
}
