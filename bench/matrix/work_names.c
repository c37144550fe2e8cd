/* SPDX-License-Identifier: MIT */
#include "matrix/work_names.h"

#include "matrix/cell.h"
#include "matrix/scratch.h"
#include "matrix/site.h"
#include "text/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { APART = 128 }; /* bytes: a line and the one that is fetched with it */

static const struct {
    const char *name;
    struct work work;
} own[] = {{WORK_EMPTY, {.loop = loop_empty}},
           {WORK_CANARY_ADD, {.loop = loop_chain_add}},
           {WORK_CANARY_MUL, {.loop = loop_chain_mul}}};

/* Cells that were found, in a list that lives as long as the process. */
struct found {
    char name[CELL_NAME + 8]; /* as it was asked for */
    struct cell cell;
    struct work *others; /* of those who call at the same time; NULL where there are none */
    struct found *next;
};

/* The injected chain alone is a cell without path and call. */
static void make_chain(struct cell *cell, unsigned links)
{
    static const uint64_t nothing;
    cell->target.feed = &nothing;
    cell->target.sled = inject_sled_end - INJECT_LINK_SIZE * (size_t)links;
    cell->work = (struct work){.loop = loop_inject_alone, .arg = &cell->target};
}

/* Of a cell's work, whose argument is its target: the next block calls from another site. */
static void turn_site(void *arg)
{
    struct cell *cell = (struct cell *)((char *)arg - offsetof(struct cell, target));
    cell->work.loop = site_turn(cell->work.loop);
}

/* A cell without call sites of its own would cost more than it does: it isn't measured. */
static void take_sites(struct cell *cell)
{
    site_loop *loop = site_own(cell->work.loop);
    if (loop) {
        cell->work.loop = loop;
        cell->work.prepare = turn_site;
        return;
    }
    cell->state = CELL_FAILED;
    text_say(cell->reason, sizeof cell->reason,
             "all call sites of this kind are taken: measure fewer cells in one run");
}

static struct found *found_of(void *target)
{
    return (struct found *)((char *)target - offsetof(struct found, cell.target));
}

static void start_others(void *target)
{
    struct found *f = found_of(target);
    f->cell.place->context->start_others(f->others);
}

static void stop_others(void *target)
{
    found_of(target)->cell.place->context->stop_others();
}

/* A cell of its own for each: none writes where another does, not even into the line beside it. */
static const char *ready_others(struct found *f, unsigned size)
{
    f->others = calloc(size, sizeof *f->others);
    struct cell *cells = f->others ? calloc(size, sizeof *cells) : NULL;
    for (unsigned i = 0; i < size && cells; i++) {
        cell_by_name(f->cell.name, &cells[i]);
        if (!scratch_new(APART))
            return "no memory below 4 GiB";
        cell_ready(&cells[i]);
        if (cells[i].state != CELL_MEASURED)
            return cells[i].reason;
        f->others[i] = cells[i].work;
    }
    return cells && scratch_new(APART) ? NULL : "out of memory for the other callers";
}

/* Where others make the same calls at once, while this one is timed. */
static void take_others(struct found *f)
{
    const struct context *c = f->cell.place->context;
    const char *why = ready_others(f, c->count_others());
    if (why) {
        f->cell.state = CELL_FAILED;
        text_say(f->cell.reason, sizeof f->cell.reason, "%s", why);
        return;
    }
    f->cell.work.begin = start_others;
    f->cell.work.finish = stop_others;
}

/* Readies what name[+links] names; false where there is no such cell or no such chain. */
static bool make(struct found *f)
{
    char base[sizeof f->name], *plus;
    snprintf(base, sizeof base, "%s", f->name);
    if ((plus = strchr(base, '+')))
        *plus++ = '\0';
    unsigned long links = plus ? strtoul(plus, NULL, 10) : 0;
    if (plus && links <= INJECT_LINKS && strcmp(base, WORK_INJECT_ALONE) == 0) {
        make_chain(&f->cell, (unsigned)links);
        return true;
    }
    if (!cell_by_name(base, &f->cell))
        return false;
    const struct context *context = f->cell.place->context;
    cell_ready(&f->cell);
    bool made = !plus || f->cell.state != CELL_MEASURED || cell_inject(&f->cell, (unsigned)links);
    if (made && f->cell.state == CELL_MEASURED)
        take_sites(&f->cell);
    if (context)
        f->cell.work.clear = context->clear;
    if (context && context->count_others && f->cell.state == CELL_MEASURED)
        take_others(f);
    return made;
}

static struct found *remember(const char *name)
{
    static struct found *first;
    for (struct found *f = first; f; f = f->next)
        if (strcmp(f->name, name) == 0)
            return f;
    struct found *f = calloc(1, sizeof *f);
    if (f)
        snprintf(f->name, sizeof f->name, "%s", name);
    if (!f || !make(f)) {
        free(f);
        return NULL;
    }
    f->next = first;
    first = f;
    return f;
}

const struct work *work_find(const char *name, const char **reason)
{
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].name, name) == 0)
            return &own[i].work;
    struct found *f = remember(name);
    *reason = f ? f->cell.reason : "there is no such cell";
    return f && f->cell.state == CELL_MEASURED ? &f->cell.work : NULL;
}
