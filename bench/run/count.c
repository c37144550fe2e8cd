/* SPDX-License-Identifier: MIT */
#include "run/count.h"

#include "count/counters.h"
#include "machine/clocksource.h"
#include "measure/plan_count.h"
#include "record/lines.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In a guest that counts instructions no block has been calibrated. */
enum { BY_PERF = 1000, BY_SECCOMP = 100, EXACT_BY_EVENTS = 1000 };

static bool make_room(const struct plan *plan, struct count *c)
{
    c->per_call = malloc(plan->size * c->size * sizeof *c->per_call);
    for (size_t i = 0; c->per_call && i < plan->size * c->size; i++)
        c->per_call[i] = NAN;
    return c->per_call != NULL;
}

/* In the workers that are left. NULL or why nothing was counted. */
static const char *count_by(struct plan *plan, struct count *c, const char *kind,
                            struct count_way way, bool *done)
{
    bool before[PLAN_WORKERS];
    memcpy(before, done, sizeof before);
    const char *why = plan_count(plan, kind, c->names, c->size, way.n, c->per_call, done);
    for (size_t w = 0; w < PLAN_WORKERS; w++)
        if (done[w] && !before[w])
            c->ways[w] = way;
    return why;
}

static const char *way_of_first(const struct count *c)
{
    size_t w = 0;
    while (w < PLAN_WORKERS && !c->ways[w].by)
        w++;
    return w < PLAN_WORKERS ? c->ways[w].by : NULL;
}

/* Kernel entries by perf; where it is refused, be it to one program or place alone, by seccomp;
 * NULL or why neither. */
static const char *count_by_either(struct plan *plan, struct count *c)
{
    static char both[2 * WORKER_MESSAGE];
    bool done[PLAN_WORKERS] = {false};
    const char *why = count_by(plan, c, "perf", (struct count_way){"perf", BY_PERF}, done);
    text_fit(both, WORKER_MESSAGE, why ? why : "");
    if (plan_count_left(plan, done))
        why = count_by(plan, c, "seccomp", (struct count_way){"seccomp", BY_SECCOMP}, done);
    if (way_of_first(c))
        return NULL;
    text_say(both, sizeof both, "%s; %s", both, why);
    return both;
}

/* What the vDSO answers, on a path through it, that entered the kernel all the same. */
static bool entered(const struct counts *all, const struct count *count, size_t i)
{
    const struct cell *c = &all->request->cells[i];
    bool user = c->path->reads_clock;
    return plan_counts(&all->plan->cells[i]) && user && count->per_call[i * ENTRY_NAMES] >= 1 &&
           c->call->vdso_symbol && (!c->clock || c->clock->in_vdso);
}

/* The cells that entered, those that read the clocksource or the others, and by how many entries at
 * most; NULL where there is none. To be freed. */
static char *list_entered(const struct counts *all, const struct count *c, bool clocks,
                          double *most)
{
    char *list = NULL;
    size_t size, found = 0;
    FILE *out = open_memstream(&list, &size);
    for (size_t i = 0; out && i < all->request->cells_size; i++) {
        const struct cell *cell = &all->request->cells[i];
        double entries = c->per_call[i * ENTRY_NAMES];
        if (!entered(all, c, i) || call_reads_clocksource(cell->call, cell->clock) != clocks)
            continue;
        fprintf(out, "%s%s", found++ ? ", " : "", cell->name);
        *most = fmax(*most, entries);
    }
    if (out && fclose(out) == 0 && found)
        return list;
    free(list);
    return NULL;
}

static void warn_of_entries(const struct counts *all, const struct count *c, bool clocks)
{
    double most = 0;
    char *list = list_entered(all, c, clocks, &most);
    char *source = list && clocks ? clocksource_current("") : NULL;
    if (list)
        log_warn(all->log, "not answered in user space: %s (%g %s per call counted)%s%s%s%s", list,
                 most, most > 1 ? "entries" : "entry", source ? "; clocksource " : "",
                 source ? source : "", source ? " " : "", source ? clocksource_words(source) : "");
    free(source);
    free(list);
}

static void count_entries(struct counts *all, struct count *c)
{
    c->size = ENTRY_NAMES;
    memcpy(c->names, entry_names, sizeof entry_names);
    if (!make_room(all->plan, c))
        return;
    const char *why = count_by_either(all->plan, c);
    if (why) {
        log_warn(all->log, "kernel entries were not counted: %s", why);
        return;
    }
    c->kind = "entries";
    all->entries_by = way_of_first(c);
    warn_of_entries(all, c, true);
    warn_of_entries(all, c, false);
}

/* Takes the events of one pass; by what they are read, or NULL where there is none. */
static const char *take_pass(const struct chosen_events *events, int pass, struct count *c)
{
    const char *by = NULL;
    for (size_t i = 0; i < events->size && c->size < COUNT_NAMES_MAX; i++) {
        const struct event *e = &events->data[i];
        if (*e->why || e->pass != pass)
            continue;
        c->names[c->size++] = e->name;
        by = e->rdpmc ? "rdpmc" : "perf";
    }
    return by;
}

static void count_pass(struct counts *all, struct count *c, const char *by)
{
    const struct count_way way = {by, all->request->exact ? EXACT_BY_EVENTS : 0};
    bool done[PLAN_WORKERS] = {false};
    if (!make_room(all->plan, c))
        return;
    const char *why = count_by(all->plan, c, "events", way, done);
    if (why)
        log_warn(all->log, "%s and what counts with it were not counted: %s", c->names[0], why);
    else
        c->kind = "events";
}

void count_all(struct counts *c)
{
    count_entries(c, &c->data[c->size++]);
    for (int pass = 0; pass < (int)c->events->size; pass++) {
        const char *by = take_pass(c->events, pass, &c->data[c->size]);
        if (by)
            count_pass(c, &c->data[c->size++], by);
    }
}

static int keep_count(const struct counts *all, const struct count *c)
{
    int error = 0;
    for (size_t i = 0; i < all->request->cells_size && c->kind && !error; i++) {
        const struct plan_cell *cell = &all->plan->cells[i];
        const struct count_way *way = &c->ways[cell->worker];
        if (plan_counts(cell) && way->by)
            error = log_keep(all->log, line_counts(c->kind, way->by, i, way->n ? way->n : cell->n,
                                                   c->names, c->per_call + i * c->size, c->size));
    }
    return error;
}

int count_keep(const struct counts *c)
{
    int error = 0;
    for (size_t i = 0; i < c->size && !error; i++)
        error = keep_count(c, &c->data[i]);
    return error;
}

void count_free(struct counts *c)
{
    for (size_t i = 0; i < c->size; i++)
        free(c->data[i].per_call);
}
