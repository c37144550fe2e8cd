/* SPDX-License-Identifier: MIT */
#include "summary/contexts.h"

#include "stats/estimate.h"
#include "summary/parts_launch.h"
#include "text/json.h"

#include <math.h>
#include <stdlib.h>

/* A cell in a context beside its hot one. */
struct pair {
    json_t *cell;
    const json_t *hot;
    struct range of, to; /* their costs */
    double weight;       /* what the hot one costs, in ticks */
};

struct pairs {
    struct pair *data;
    size_t size;
};

static bool same_members(const json_t *a, const json_t *b, const char *const *names)
{
    while (*names && json_equal(json_object_get(a, *names), json_object_get(b, *names)))
        names++;
    return !*names;
}

/* The same cell without a context, measured; NULL where there is none. */
static const json_t *hot_cell(const json_t *results, const json_t *cell)
{
    static const char *const same[] = {"abi", "path", "call", "clock", NULL};
    size_t i;
    const json_t *other;
    json_array_foreach(results, i, other)
        if (json_is(other, "context", "hot") && json_is(other, "state", "measured") &&
            same_members(cell, other, same))
            return other;
    return NULL;
}

static struct range costs_of(const struct record *r, const struct parts *p, const json_t *result)
{
    size_t i;
    const json_t *cell, *name = json_object_get(result, "cell");
    json_array_foreach(json_object_get(r->manifest, "cells"), i, cell)
        if (json_equal(json_object_get(cell, "cell"), name))
            return parts_costs(p, i);
    return (struct range){0};
}

static bool find_pairs(const struct record *r, const struct parts *p, json_t *results,
                       struct pairs *all)
{
    size_t i;
    json_t *cell;
    *all = (struct pairs){.data = calloc(json_array_size(results) + 1, sizeof *all->data)};
    json_array_foreach(results, i, cell) {
        bool apart = json_is(cell, "state", "measured") && !json_is(cell, "context", "hot");
        const json_t *hot = all->data && apart ? hot_cell(results, cell) : NULL;
        if (hot)
            all->data[all->size++] =
                (struct pair){cell, hot, costs_of(r, p, cell), costs_of(r, p, hot),
                              json_number_of(json_object_get(hot, "ticks"), "estimate")};
    }
    return all->data != NULL;
}

/* The cost of several cells together to that of their hot ones, in one launch; NAN where one of
 * them has no round in common with its own. Adds the rounds to *rounds. */
static double launch_ratio(const struct parts *p, const struct pair *pairs, size_t size,
                           uint32_t launch, double *scratch, size_t *rounds)
{
    double sum = 0, hot = 0;
    for (size_t i = 0; i < size; i++) {
        struct range of = parts_in_launch(p, pairs[i].of, launch);
        struct range to = parts_in_launch(p, pairs[i].to, launch);
        size_t both = parts_round_ratios(p, of, to, scratch);
        sum += pairs[i].weight * quantile(scratch, both, 0.5);
        hot += pairs[i].weight;
        *rounds += both;
    }
    return sum / hot;
}

static struct estimate ratio_of(const struct parts *p, const struct pair *pairs, size_t size,
                                size_t *rounds)
{
    size_t launches = 0;
    struct range at = size ? pairs[0].of : (struct range){0};
    while (at.from < at.to) {
        uint32_t launch = p->costs[at.from].launch;
        double *next = p->scratch + launches;
        *next = launch_ratio(p, pairs, size, launch, next, rounds);
        launches += isfinite(*next) ? 1 : 0;
        at.from = parts_in_launch(p, at, launch).to;
    }
    return estimate_ratios(p->scratch, launches, p->scratch + launches);
}

/* Counted instructions of these cells together, to those hot: exact, and so without an interval.
 * Sets *more to what one call takes more, on average. */
static struct estimate counted_ratio(const struct pair *pairs, size_t size, double *more)
{
    double sum = 0, hot = 0;
    for (size_t i = 0; i < size; i++) {
        sum += json_number_of(pairs[i].cell, "instructions");
        hot += json_number_of(pairs[i].hot, "instructions");
    }
    *more = (sum - hot) / (double)size;
    return (struct estimate){.value = sum / hot, .lo = NAN, .hi = NAN};
}

static json_t *interval_json(double estimate, double lo, double hi)
{
    return json_pack("{s:o, s:o, s:o}", "estimate", json_real_or_null(estimate), "lo",
                     json_real_or_null(lo), "hi", json_real_or_null(hi));
}

static json_t *distinguishable(const struct estimate *ratio)
{
    bool known = isfinite(ratio->lo) && isfinite(ratio->hi);
    return known ? json_boolean(ratio->lo > 1 || ratio->hi < 1) : json_null();
}

/* Whether both ways into the kernel are taken as often as hot; exact, where both were counted. */
static json_t *cell_entries(const struct pair *pair)
{
    static const char *const names[] = {"sys_enter", "emulate_vsyscall"};
    bool known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        double own = json_number_of(json_object_get(pair->cell, "counters"), names[i]);
        double hot = json_number_of(json_object_get(pair->hot, "counters"), names[i]);
        if (isfinite(own) && isfinite(hot) && own != hot)
            return json_string("changed");
        known |= isfinite(own) && isfinite(hot);
    }
    return known ? json_string("unchanged") : json_null();
}

/* Of several: unchanged where all are, changed where one is. */
static json_t *entries(const struct pair *pairs, size_t size)
{
    json_t *all = cell_entries(&pairs[0]);
    for (size_t i = 1; i < size; i++) {
        json_t *one = cell_entries(&pairs[i]);
        const char *word = json_string_value(one), *so_far = json_string_value(all);
        bool takes_over = (word && *word == 'c') || (!word && so_far && *so_far == 'u');
        json_decref(takes_over ? all : one);
        all = takes_over ? one : all;
    }
    return all;
}

/* What the context does to these cells together; added_ns is for one call of them, on average. */
static json_t *effect(const struct parts *p, const struct pair *pairs, size_t size)
{
    size_t rounds = 0;
    double hot = 0, more = NAN;
    struct estimate ratio =
        p->icount ? counted_ratio(pairs, size, &more) : ratio_of(p, pairs, size, &rounds);
    for (size_t i = 0; i < size; i++)
        hot += json_number_of(json_object_get(pairs[i].hot, "ns"), "estimate") / (double)size;
    json_t *all = json_pack(
        "{s:o, s:o, s:o, s:o, s:I}", "ratio", interval_json(ratio.value, ratio.lo, ratio.hi),
        "distinguishable", distinguishable(&ratio), "added_ns",
        interval_json(hot * (ratio.value - 1), hot * (ratio.lo - 1), hot * (ratio.hi - 1)),
        "entries", entries(pairs, size), "rounds", (json_int_t)rounds);
    if (p->icount)
        json_object_set_new(all, "added_instructions", json_real_or_null(more));
    return all;
}

/* Of the pairs from that one on, those of its context and path, one behind the other at its place;
 * how many there are. The others keep their order. */
static size_t gather_path(struct pairs *all, size_t at)
{
    static const char *const same[] = {"context", "abi", "path", NULL};
    size_t end = at + 1;
    for (size_t i = at + 1; i < all->size; i++) {
        if (!same_members(all->data[at].cell, all->data[i].cell, same))
            continue;
        struct pair one = all->data[i];
        for (size_t k = i; k > end; k--)
            all->data[k] = all->data[k - 1];
        all->data[end++] = one;
    }
    return end - at;
}

static json_t *path_effect(const struct parts *p, const struct pair *pairs, size_t size)
{
    static const char *const names[] = {"context", "abi", "path"};
    json_t *all = effect(p, pairs, size), *row = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        json_object_set_new(row, names[i], json_copy_of(pairs[0].cell, names[i]));
    json_object_set_new(row, "calls", json_integer((json_int_t)size));
    json_object_update(row, all);
    json_decref(all);
    return row;
}

json_t *summary_contexts(const struct record *r, const struct parts *p, json_t *results)
{
    struct pairs all;
    json_t *paths = find_pairs(r, p, results, &all) ? json_array() : NULL;
    for (size_t i = 0; paths && i < all.size; i++)
        json_object_set_new(all.data[i].cell, "to_hot", effect(p, &all.data[i], 1));
    for (size_t i = 0, size; paths && i < all.size; i += size) {
        size = gather_path(&all, i);
        json_array_append_new(paths, path_effect(p, &all.data[i], size));
    }
    free(all.data);
    return paths;
}
