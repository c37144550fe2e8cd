/* SPDX-License-Identifier: MIT */
#include "matrix/work_names.h"

#include "matrix/cell.h"
#include "matrix/site.h"
#include "text/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    cell_ready(&f->cell);
    bool made = !plus || f->cell.state != CELL_MEASURED || cell_inject(&f->cell, (unsigned)links);
    if (made && f->cell.state == CELL_MEASURED)
        take_sites(&f->cell);
    if (f->cell.place->context)
        f->cell.work.clear = f->cell.place->context->clear;
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
