/* SPDX-License-Identifier: MIT */
#include "work_names.h"

#include "cell.h"

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
    struct cell cell;
    struct found *next;
};

static struct found *remember(const char *name)
{
    static struct found *first;
    for (struct found *f = first; f; f = f->next)
        if (strcmp(f->cell.name, name) == 0)
            return f;
    struct found *f = calloc(1, sizeof *f);
    if (!f || !cell_by_name(name, &f->cell)) {
        free(f);
        return NULL;
    }
    cell_ready(&f->cell);
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
