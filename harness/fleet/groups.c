/* SPDX-License-Identifier: MIT */
#include "fleet/groups.h"

#include "fleet/differ.h"

#include <stdlib.h>
#include <string.h>

enum { SHARE = 20 };

/* Setups in the order in which they may make groups. */
struct ranked {
    const struct fleet_host *first; /* of its hosts, by name */
    uint32_t setup;
    size_t hosts, of_hardware;
    uint32_t hardware;
};

static int by_hosts(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->hosts != y->hosts)
        return x->hosts > y->hosts ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static int by_hardware(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->hardware < y->hardware ? -1 : x->hardware > y->hardware;
}

/* How many hosts have each one's hardware. */
static void count_hardware(struct ranked *all, size_t size)
{
    qsort(all, size, sizeof *all, by_hardware);
    for (size_t i = 0, end; i < size; i = end) {
        size_t hosts = 0;
        for (end = i; end < size && all[end].hardware == all[i].hardware; end++)
            hosts += all[end].hosts;
        for (size_t k = i; k < end; k++)
            all[k].of_hardware = hosts;
    }
}

/* The caller frees; NULL without memory. */
static struct ranked *rank(const struct fleet *f)
{
    struct ranked *all = calloc(f->setups_size + 1, sizeof *all);
    for (uint32_t i = 1; all && i <= f->setups_size; i++)
        all[i - 1] = (struct ranked){
            .setup = i, .hosts = f->setups[i].hosts, .hardware = f->setups[i].hardware};
    for (size_t i = f->size; all && i >= 1; i--)
        if (!f->hosts[i].repeat)
            all[f->hosts[i].setup - 1].first = &f->hosts[i];
    if (all) {
        count_hardware(all, f->setups_size);
        qsort(all, f->setups_size, sizeof *all, by_hosts);
    }
    return all;
}

static bool copy_facts(struct fleet_setup *to, const struct fleet_fact *facts, size_t size)
{
    to->facts = malloc((size + 1) * sizeof *facts);
    if (!to->facts)
        return false;
    memcpy(to->facts, facts, size * sizeof *facts);
    to->size = size;
    return true;
}

/* There are no more groups than setups, and room for all. */
static uint32_t add_group(struct fleet_groups *g, const struct fleet_setup *of)
{
    struct fleet_group *added = &g->groups[g->size + 1];
    if (!copy_facts(&added->setup, of->facts, of->size)) {
        g->failed = true;
        return 0;
    }
    added->setup.hardware = of->hardware;
    return (uint32_t)++g->size;
}

/* The group of the same hardware whose setup differs least, the larger of two. 0: none. */
static uint32_t nearest(const struct fleet_groups *g, const struct fleet_setup *s, size_t *distance)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i <= g->size; i++) {
        if (g->groups[i].setup.hardware != s->hardware)
            continue;
        size_t own = fleet_differ(s, &g->groups[i].setup, NULL, 0);
        if (!best || own < *distance) {
            best = i;
            *distance = own;
        }
    }
    return best;
}

/* Makes groups of the setups that enough hosts have and that no earlier group has. */
static void make_cores(struct fleet_groups *g, struct fleet *f, const struct ranked *all)
{
    for (size_t i = 0; i < f->setups_size && !g->failed; i++) {
        struct fleet_setup *s = &f->setups[all[i].setup];
        size_t distance;
        if (s->hosts < GROUP_LEAST || s->hosts * SHARE < all[i].of_hardware)
            continue;
        s->group = nearest(g, s, &distance);
        if (!s->group || distance)
            s->group = add_group(g, s);
    }
}

struct vote {
    uint32_t field, value;
    size_t hosts;
};

static int by_vote(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

/* Of sorted votes a fact for each field: the value that more than half of the hosts have, or 0. */
static size_t count_votes(const struct vote *votes, size_t size, size_t hosts,
                          struct fleet_fact *facts)
{
    size_t made = 0;
    for (size_t i = 0, end; i < size; i = end) {
        size_t own = 0;
        for (end = i;
             end < size && votes[end].field == votes[i].field && votes[end].value == votes[i].value;
             end++)
            own += votes[end].hosts;
        if (!made || facts[made - 1].field != votes[i].field)
            facts[made++] = (struct fleet_fact){votes[i].field, 0};
        if (2 * own > hosts)
            facts[made - 1].value = votes[i].value;
    }
    return made;
}

/* What most hosts of a hardware say. */
static void vote_group(struct fleet_groups *g, const struct fleet *f, uint32_t hardware,
                       size_t hosts)
{
    size_t size = 0;
    for (uint32_t i = 1; i <= f->setups_size; i++)
        if (f->setups[i].hardware == hardware)
            size += f->setups[i].size;
    struct vote *votes = calloc(size + 1, sizeof *votes);
    struct fleet_fact *facts = calloc(size + 1, sizeof *facts);
    size = 0;
    for (uint32_t i = 1; votes && facts && i <= f->setups_size; i++)
        for (size_t k = 0; f->setups[i].hardware == hardware && k < f->setups[i].size; k++)
            votes[size++] = (struct vote){f->setups[i].facts[k].field, f->setups[i].facts[k].value,
                                          f->setups[i].hosts};
    if (votes && facts) {
        qsort(votes, size, sizeof *votes, by_vote);
        size = count_votes(votes, size, hosts, facts);
        add_group(g, &(struct fleet_setup){.facts = facts, .size = size, .hardware = hardware});
    } else
        g->failed = true;
    free(votes);
    free(facts);
}

/* Puts every setup into the nearest group, making one by votes where its hardware has none. */
static void join_groups(struct fleet_groups *g, struct fleet *f, const struct ranked *all)
{
    for (size_t i = 0; i < f->setups_size && !g->failed; i++) {
        struct fleet_setup *s = &f->setups[all[i].setup];
        size_t distance = 0;
        if (!s->hosts)
            continue;
        if (!s->group && !nearest(g, s, &distance) && all[i].of_hardware >= GROUP_LEAST)
            vote_group(g, f, s->hardware, all[i].of_hardware);
        s->group = s->group ? s->group : nearest(g, s, &distance);
        if (!s->group)
            g->alone += s->hosts;
        else {
            g->groups[s->group].hosts += s->hosts;
            g->groups[s->group].odd += distance ? s->hosts : 0;
        }
    }
}

struct fleet_groups groups_make(struct fleet *f)
{
    struct fleet_groups g = {.groups = calloc(f->setups_size + 2, sizeof *g.groups)};
    struct ranked *all = rank(f);
    g.failed = !all || !g.groups;
    if (!g.failed) {
        make_cores(&g, f, all);
        join_groups(&g, f, all);
    }
    free(all);
    return g;
}

void groups_free(struct fleet_groups *g)
{
    for (size_t i = 1; i <= g->size; i++) {
        free(g->groups[i].setup.facts);
        free(g->groups[i].cells);
    }
    free(g->groups);
    *g = (struct fleet_groups){0};
}
