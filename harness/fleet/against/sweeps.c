/* SPDX-License-Identifier: MIT */
#include "fleet/against/sweeps.h"

#include <stdlib.h>
#include <string.h>

/* The first record of the host that comes after that place; NULL behind the last. */
static const struct fleet_host *next_host(const struct fleet *f, const struct fleet_host *at)
{
    size_t i = at ? (size_t)(at - f->hosts) + 1 : 1;
    while (i <= f->size && f->hosts[i].repeat)
        i++;
    return i <= f->size ? &f->hosts[i] : NULL;
}

/* No two runs agree in the last digit of every time. */
static bool is_copy(const struct fleet_host *a, const struct fleet_host *b)
{
    if (!a->size || a->size != b->size)
        return false;
    for (size_t i = 0; i < a->size; i++)
        if (a->times[i].cell != b->times[i].cell || a->times[i].ns[0] != b->times[i].ns[0])
            return false;
    return true;
}

static void add_name(struct sweeps_hosts *to, const struct fleet_host *h)
{
    to->names[to->size++] = h->name;
}

static void add_pair(struct sweeps *s, const struct fleet_host *before,
                     const struct fleet_host *now)
{
    if (is_copy(before, now))
        add_name(&s->copied, before);
    else
        s->pairs[s->size++] = (struct sweeps_pair){.before = before, .now = now};
}

static bool make_room(struct sweeps *s)
{
    s->pairs = calloc(s->now->size + 1, sizeof *s->pairs);
    s->came.names = calloc(s->now->size + 1, sizeof *s->came.names);
    s->left.names = calloc(s->before->size + 1, sizeof *s->left.names);
    s->copied.names = calloc(s->now->size + 1, sizeof *s->copied.names);
    return s->pairs && s->came.names && s->left.names && s->copied.names;
}

bool sweeps_match(struct sweeps *s, const struct fleet *before, const struct fleet *now)
{
    *s = (struct sweeps){.before = before, .now = now};
    if (!make_room(s))
        return false;
    const struct fleet_host *a = next_host(before, NULL), *b = next_host(now, NULL);
    while (a || b) {
        int order = !a ? 1 : !b ? -1 : strverscmp(a->name, b->name);
        if (order < 0)
            add_name(&s->left, a);
        else if (order > 0)
            add_name(&s->came, b);
        else
            add_pair(s, a, b);
        a = order <= 0 ? next_host(before, a) : a;
        b = order >= 0 ? next_host(now, b) : b;
    }
    return true;
}

void sweeps_free(struct sweeps *s)
{
    free(s->pairs);
    free(s->came.names);
    free(s->left.names);
    free(s->copied.names);
    *s = (struct sweeps){0};
}
