/* SPDX-License-Identifier: MIT */
#include "fleet/fleet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int fleet_add_unread(struct fleet *f, const char *path, const char *why)
{
    struct fleet_unread *all = realloc(f->unread, (f->unread_size + 1) * sizeof *all);
    if (!all)
        return -ENOMEM;
    f->unread = all;
    f->unread[f->unread_size++] = (struct fleet_unread){strdup(path), strdup(why)};
    return all[f->unread_size - 1].path && all[f->unread_size - 1].why ? 0 : -ENOMEM;
}

static int by_name(const void *a, const void *b)
{
    const struct fleet_host *x = a, *y = b;
    int order = strverscmp(x->name, y->name);
    return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static int by_path(const void *a, const void *b)
{
    const struct fleet_unread *x = a, *y = b;
    return strverscmp(x->path, y->path);
}

void fleet_order(struct fleet *f)
{
    size_t first = 0;
    if (f->size)
        qsort(f->hosts + 1, f->size, sizeof *f->hosts, by_name);
    if (f->unread_size)
        qsort(f->unread, f->unread_size, sizeof *f->unread, by_path);
    for (size_t i = 1; i <= f->size; i++) {
        struct fleet_host *h = &f->hosts[i];
        h->repeat = first && strcmp(f->hosts[first].name, h->name) == 0;
        if (h->repeat)
            f->hosts[first].again = i;
        else
            f->setups[h->setup].hosts++;
        first = h->repeat ? first : i;
    }
}

void fleet_free(struct fleet *f)
{
    for (size_t i = 1; i <= f->size; i++) {
        free(f->hosts[i].name);
        free(f->hosts[i].times);
    }
    for (size_t i = 1; i <= f->setups_size; i++)
        free(f->setups[i].facts);
    for (size_t i = 0; i < f->unread_size; i++) {
        free(f->unread[i].path);
        free(f->unread[i].why);
    }
    free(f->hosts);
    free(f->setups);
    free(f->table);
    free(f->unread);
    words_free(&f->words);
    *f = (struct fleet){0};
}

const struct fleet_time *fleet_time_of(const struct fleet_host *h, uint32_t cell, size_t hint)
{
    if (hint < h->size && h->times[hint].cell == cell)
        return &h->times[hint];
    for (size_t i = 0; i < h->size; i++)
        if (h->times[i].cell == cell)
            return &h->times[i];
    return NULL;
}
