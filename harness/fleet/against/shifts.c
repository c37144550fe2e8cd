/* SPDX-License-Identifier: MIT */
#include "fleet/against/shifts.h"

#include "compare/side.h"
#include "fleet/judge.h"
#include "judge/boots_change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double error = 0.05; /* each way, as gate boots' */

/* One change at work. */
struct shifting {
    const struct sweeps *s;
    const struct fleet_groups *groups;
    struct fleet_change *change;
    const struct sweeps_pair **pairs; /* those that are timed */
    double *before, *now;             /* room for a time of each */
    bool *seen;                       /* cells, by number */
    uint32_t *cells;                  /* room for all */
};

static bool was_odd(const struct shifting *x, const struct sweeps_pair *p)
{
    const struct fleet_setup *own = &x->s->before->setups[p->before->setup];
    return own->group && fleet_differ(own, &x->groups->groups[own->group].setup, NULL, 0);
}

static bool loops_held(const struct fleet_host *h)
{
    return h->has_loops && !h->off;
}

/* Cycles where the reference loops held on most hosts, in both sweeps. */
static void choose_unit(struct shifting *x)
{
    struct fleet_change *c = x->change;
    size_t held = 0;
    for (size_t i = 0; i < c->size; i++)
        held += loops_held(c->pairs[i].before) && loops_held(c->pairs[i].now);
    c->cycles = 2 * held > c->size;
}

static void choose_pairs(struct shifting *x)
{
    struct fleet_change *c = x->change;
    const struct fleet_group unit = {.cycles = c->cycles};
    c->timed = 0;
    for (size_t i = 0; i < c->size; i++) {
        const struct sweeps_pair *p = &c->pairs[i];
        if (!fleet_busy(x->s->before, &unit, p->before) && !fleet_busy(x->s->now, &unit, p->now) &&
            !was_odd(x, p))
            x->pairs[c->timed++] = p;
    }
}

/* The cells of now, in the order of the first host's that has them. How many. */
static size_t list_cells(const struct shifting *x)
{
    size_t size = 0;
    memset(x->seen, 0, (x->s->now->words.size + 1) * sizeof *x->seen);
    for (size_t i = 0; i < x->change->timed; i++)
        for (size_t k = 0; k < x->pairs[i]->now->size; k++) {
            uint32_t cell = x->pairs[i]->now->times[k].cell;
            if (!x->seen[cell])
                x->cells[size++] = cell;
            x->seen[cell] = true;
        }
    return size;
}

static double mean_of(const double *values, size_t size)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += log(values[i]) / (double)size;
    return size ? exp(sum) : NAN;
}

static struct fleet_shift measure_cell(const struct shifting *x, uint32_t cell, size_t hint)
{
    const struct fleet *before = x->s->before, *now = x->s->now;
    const struct fleet_group unit = {.cycles = x->change->cycles};
    size_t size = 0;
    for (size_t i = 0; i < x->change->timed; i++) {
        const struct fleet_time *a = fleet_time_of(x->pairs[i]->before, cell, hint);
        const struct fleet_time *b = fleet_time_of(x->pairs[i]->now, cell, hint);
        x->before[size] = a ? fleet_value(before, &unit, a)[0] : NAN;
        x->now[size] = b ? fleet_value(now, &unit, b)[0] : NAN;
        size += isfinite(x->before[size]) && isfinite(x->now[size]);
    }
    struct fleet_shift made = {.cell = cell,
                               .hosts = size,
                               .before = mean_of(x->before, size),
                               .now = mean_of(x->now, size)};
    /* a lower clock is what a longer time is */
    made.centre = cell == now->clock ? boots_change(x->now, size, x->before, size)
                                     : boots_change(x->before, size, x->now, size);
    return made;
}

static bool measure_change(struct shifting *x)
{
    struct fleet_change *c = x->change;
    if (c->hardware)
        return true;
    choose_unit(x);
    choose_pairs(x);
    size_t size = c->timed < SIDE_LEAST_BOOTS ? 0 : list_cells(x);
    c->shifts = calloc(size + 1, sizeof *c->shifts);
    for (size_t i = 0; c->shifts && i < size; i++) {
        c->shifts[c->shifts_size] = measure_cell(x, x->cells[i], i);
        c->shifts_size += c->shifts[c->shifts_size].hosts >= SIDE_LEAST_BOOTS;
    }
    return c->shifts;
}

static bool measure_changes(struct shifting *x, struct fleet_changes *c)
{
    size_t hosts = x->s->size + 1, words = x->s->now->words.size + 1;
    x->pairs = calloc(hosts, sizeof(void *));
    x->before = calloc(hosts, sizeof *x->before);
    x->now = calloc(hosts, sizeof *x->now);
    x->seen = calloc(words, sizeof *x->seen);
    x->cells = calloc(words, sizeof *x->cells);
    bool good = x->pairs && x->before && x->now && x->seen && x->cells;
    for (size_t i = 1; i <= c->size && good; i++) {
        x->change = &c->changes[i];
        good = measure_change(x);
        c->cells += x->change->shifts_size;
    }
    free(x->pairs);
    free(x->before);
    free(x->now);
    free(x->seen);
    free(x->cells);
    return good;
}

static bool judge_shift(const struct holm *h, double lower, void *arg)
{
    struct fleet_shift *s = h->cell;
    (void)arg;
    s->judgement = judge_ratio(centre_interval(&h->centre, lower, error), h->margin);
    return s->judgement.verdict == VERDICT_REGRESSION;
}

bool fleet_shifts_judge(struct fleet_changes *c, const struct sweeps *s,
                        const struct fleet_groups *groups)
{
    struct shifting x = {.s = s, .groups = groups};
    if (!measure_changes(&x, c))
        return false;
    struct holm *all = calloc(c->cells + 1, sizeof *all);
    size_t size = 0;
    for (size_t i = 1; all && i <= c->size; i++)
        for (size_t k = 0; k < c->changes[i].shifts_size; k++) {
            struct fleet_shift *own = &c->changes[i].shifts[k];
            all[size++] = (struct holm){own->centre, FLEET_MARGIN, own};
        }
    if (all)
        holm_step_down(all, size, size, error, judge_shift, NULL);
    bool good = all;
    free(all);
    return good;
}
