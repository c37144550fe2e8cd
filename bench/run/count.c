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

static bool make_room(const struct session *s, struct count *c)
{
    c->per_call = calloc(s->plan.size * c->size, sizeof *c->per_call);
    return c->per_call != NULL;
}

/* Kernel entries by perf; without the permission, by seccomp; NULL or why neither. */
static const char *count_entries(struct session *s, struct count *c)
{
    static char both[2 * WORKER_MESSAGE];
    const char *why = plan_count(&s->plan, "perf", entry_names, ENTRY_NAMES, BY_PERF, c->per_call);
    c->by = "perf";
    c->n = BY_PERF;
    if (why) {
        text_fit(both, WORKER_MESSAGE, why);
        why = plan_count(&s->plan, "seccomp", entry_names, ENTRY_NAMES, BY_SECCOMP, c->per_call);
        c->by = "seccomp";
        c->n = BY_SECCOMP;
    }
    if (!why)
        return NULL;
    text_say(both, sizeof both, "%s; %s", both, why);
    return both;
}

/* What the vDSO answers, on a path through it, that entered the kernel all the same. */
static bool entered(const struct session *s, const struct count *count, size_t i)
{
    const struct cell *c = &s->cells[i];
    bool user = c->path->reads_clock;
    return plan_counts(&s->plan.cells[i]) && user && count->per_call[i * ENTRY_NAMES] >= 1 &&
           c->call->vdso_symbol && (!c->clock || c->clock->in_vdso);
}

/* The cells that entered, those that read the clocksource or the others, and by how many entries at
 * most; NULL where there is none. To be freed. */
static char *list_entered(const struct session *s, const struct count *c, bool clocks, double *most)
{
    char *list = NULL;
    size_t size, found = 0;
    FILE *out = open_memstream(&list, &size);
    for (size_t i = 0; out && i < s->cells_size; i++) {
        double entries = c->per_call[i * ENTRY_NAMES];
        if (!entered(s, c, i) ||
            call_reads_clocksource(s->cells[i].call, s->cells[i].clock) != clocks)
            continue;
        fprintf(out, "%s%s", found++ ? ", " : "", s->cells[i].name);
        *most = fmax(*most, entries);
    }
    if (out && fclose(out) == 0 && found)
        return list;
    free(list);
    return NULL;
}

static void warn_of_entries(struct session *s, const struct count *c, bool clocks)
{
    double most = 0;
    char *list = list_entered(s, c, clocks, &most);
    char *source = list && clocks ? clocksource_current("") : NULL;
    if (list)
        session_warn(s, "not answered in user space: %s (%g %s per call counted)%s%s%s%s", list,
                     most, most > 1 ? "entries" : "entry", source ? "; clocksource " : "",
                     source ? source : "", source ? " " : "",
                     source ? clocksource_words(source) : "");
    free(source);
    free(list);
}

static void entries(struct session *s, struct count *c)
{
    c->size = ENTRY_NAMES;
    memcpy(c->names, entry_names, sizeof entry_names);
    if (!make_room(s, c))
        return;
    const char *why = count_entries(s, c);
    if (why) {
        session_warn(s, "kernel entries were not counted: %s", why);
        return;
    }
    c->kind = "entries";
    s->entries_by = c->by;
    warn_of_entries(s, c, true);
    warn_of_entries(s, c, false);
}

/* The events of one pass; false where there is none. */
static bool take_pass(const struct session *s, int pass, struct count *c)
{
    for (size_t i = 0; i < s->events_size && c->size < COUNT_NAMES_MAX; i++) {
        const struct event *e = &s->events[i];
        if (*e->why || e->pass != pass)
            continue;
        c->names[c->size++] = e->name;
        c->by = e->rdpmc ? "rdpmc" : "perf";
    }
    return c->size > 0;
}

static void count_pass(struct session *s, struct count *c)
{
    c->n = s->exact ? EXACT_BY_EVENTS : 0;
    if (!make_room(s, c))
        return;
    const char *why = plan_count(&s->plan, "events", c->names, c->size, c->n, c->per_call);
    if (why)
        session_warn(s, "%s and what counts with it were not counted: %s", c->names[0], why);
    else
        c->kind = "events";
}

void count_all(struct session *s, struct counts *c)
{
    entries(s, &c->data[c->size++]);
    for (int pass = 0; pass < (int)s->events_size; pass++)
        if (take_pass(s, pass, &c->data[c->size]))
            count_pass(s, &c->data[c->size++]);
}

static int keep(struct session *s, const struct count *c)
{
    int error = 0;
    for (size_t i = 0; i < s->cells_size && c->kind && !error; i++) {
        const struct plan_cell *cell = &s->plan.cells[i];
        if (plan_counts(cell))
            error = session_keep_line(s, line_counts(c->kind, c->by, i, c->n ? c->n : cell->n,
                                                     c->names, c->per_call + i * c->size, c->size));
    }
    return error;
}

int count_keep(struct session *s, const struct counts *c)
{
    int error = 0;
    for (size_t i = 0; i < c->size && !error; i++)
        error = keep(s, &c->data[i]);
    return error;
}

void count_free(struct counts *c)
{
    for (size_t i = 0; i < c->size; i++)
        free(c->data[i].per_call);
}
