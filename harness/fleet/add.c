/* SPDX-License-Identifier: MIT */
#include "fleet/add.h"

#include "fleet/facts.h"
#include "fleet/times.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct fleet_host *add_host(struct fleet *f, const char *name)
{
    if (f->size + 1 >= f->room) {
        size_t room = f->room ? 2 * f->room : 64;
        struct fleet_host *hosts = realloc(f->hosts, room * sizeof *hosts);
        if (!hosts)
            return NULL;
        f->hosts = hosts;
        f->room = room;
    }
    char *copy = strdup(name);
    if (!copy)
        return NULL;
    f->hosts[++f->size] = (struct fleet_host){.name = copy};
    return &f->hosts[f->size];
}

int fleet_add(struct fleet *f, const char *name, size_t order, const struct record *r)
{
    struct fleet_host *h = add_host(f, name);
    if (!h)
        return -ENOMEM;
    h->order = order;
    h->setup = fleet_setup_of(f, r);
    return h->setup && fleet_take_times(f, h, r) ? 0 : -ENOMEM;
}
