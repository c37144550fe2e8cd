/* SPDX-License-Identifier: MIT */
#include "judge/ab_trial.h"

#include "stats/estimate.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { MOST_GROUPS = 64 };

/* One pair of a cell in the round at work: the group that fills, and what the full ones gave. */
struct collector {
    const struct paired *group[PAIRED_GROUP];
    size_t filled, size;
    bool touched; /* in this round, though all its groups may be lost */
    double ratio[MOST_GROUPS], first[MOST_GROUPS], second[MOST_GROUPS];
};

/* The round at work: two collectors for each cell, and those of them that have something. */
struct gathering {
    struct collector *all;
    size_t *touched, size;
    unsigned round;
};

static bool usable(struct collector *c)
{
    unsigned firsts = 0;
    for (int i = 0; i < PAIRED_GROUP; i++) {
        const struct sample *s = &c->group[i]->sample;
        firsts += c->group[i]->side == 'a' || c->group[i]->side == 'x';
        if (s->flags || s->ticks == 0 || s->n != c->group[0]->sample.n)
            return false;
    }
    return firsts == PAIRED_GROUP / 2;
}

/* A full group gives the log-ratio of the second's two blocks to the first's; none where a block
 * was disturbed. */
static void close_group(struct collector *c)
{
    double logs[2] = {0, 0}, n = (double)c->group[0]->sample.n;
    c->filled = 0;
    if (!usable(c) || c->size == MOST_GROUPS)
        return;
    for (int i = 0; i < PAIRED_GROUP; i++)
        logs[c->group[i]->side == 'b' || c->group[i]->side == 'y'] +=
            log((double)c->group[i]->sample.ticks) / 2;
    c->ratio[c->size] = logs[1] - logs[0];
    c->first[c->size] = exp(logs[0]) / n;
    c->second[c->size++] = exp(logs[1]) / n;
}

/* Ends the round: each pair's groups become its values. */
static void close_round(struct gathering *g, struct ab_trial *t)
{
    for (size_t k = 0; k < g->size; k++) {
        struct collector *c = &g->all[g->touched[k]];
        struct ab_cell *cell = &t->cells[g->touched[k] / 2];
        bool same = g->touched[k] % 2;
        cell->series[same ? AB_SAME : AB_CHANGE][g->round] = pairs_round(c->ratio, c->size);
        if (!same) {
            cell->series[AB_COST_A][g->round] = pairs_round(c->first, c->size);
            cell->series[AB_COST_B][g->round] = pairs_round(c->second, c->size);
        }
        c->filled = c->size = 0;
        c->touched = false;
    }
    g->size = 0;
}

static void take_pairs(struct gathering *g, struct ab_trial *t, const struct paired *p)
{
    if (g->round != p->sample.round)
        close_round(g, t);
    g->round = p->sample.round;
    size_t at = 2 * (size_t)p->sample.cell + (p->side == 'x' || p->side == 'y');
    struct collector *c = &g->all[at];
    struct ab_cell *cell = &t->cells[p->sample.cell];
    if (!c->touched)
        g->touched[g->size++] = at;
    c->touched = true;
    c->group[c->filled++] = p;
    cell->ticks += (double)p->sample.ticks;
    cell->blocks++;
    if (cell->rounds <= g->round)
        cell->rounds = g->round + 1;
    if (c->filled == PAIRED_GROUP)
        close_group(c);
}

static int gather(const struct record *r, unsigned trial, struct ab_trial *t)
{
    struct gathering g = {.all = calloc(2 * t->size + 1, sizeof *g.all),
                          .touched = calloc(2 * t->size + 1, sizeof *g.touched)};
    int error = g.all && g.touched ? 0 : -ENOMEM;
    for (size_t i = 0; i < r->pairs.size && !error; i++)
        if (r->pairs.data[i].trial == trial)
            take_pairs(&g, t, &r->pairs.data[i]);
    if (!error)
        close_round(&g, t);
    free(g.all);
    free(g.touched);
    return error;
}

const json_t *ab_line(const struct record *r)
{
    size_t i;
    const json_t *line;
    json_array_foreach(r->others, i, line)
        if (json_is(line, "type", "ab"))
            return line;
    return NULL;
}

double ab_margin(const struct record *r, size_t cell, double *noise)
{
    const json_t *line = ab_line(r), *cells = json_object_get(r->manifest, "cells");
    const json_t *name = json_object_get(json_array_get(cells, cell), "cell");
    const json_t *all = json_object_get(line, "noise");
    double bound = json_number_value(json_object_get(all, json_string_value(name)));
    if (noise)
        *noise = bound;
    return fmax(json_number_value(json_object_get(line, "margin")), bound);
}

static double clock_share(const struct record *r, const struct ab_cell *cell)
{
    const json_t *run = json_object_get(r->manifest, "run");
    double quantum = json_number_value(json_object_get(run, "tsc_quantum"));
    return cell->ticks > 0 ? quantum * (double)cell->blocks / cell->ticks : 0;
}

static void judge_live_cells(const struct record *r, struct ab_trial *t, struct pairs_cell *family,
                             size_t *index)
{
    size_t size = 0;
    for (size_t i = 0; i < t->size; i++) {
        struct ab_cell *c = &t->cells[i];
        double noise, margin = ab_margin(r, i, &noise);
        c->pairs = (struct pairs_cell){.change = c->series[AB_CHANGE],
                                       .same = c->series[AB_SAME],
                                       .rounds = c->rounds,
                                       .margin = margin,
                                       .clock = clock_share(r, c)};
        if (c->rounds == 0 || noise > PAIRS_WORST)
            continue;
        index[size] = i;
        family[size++] = c->pairs;
    }
    for (unsigned look = 0; look < PAIRS_LOOKS; look++)
        t->undecided = pairs_look(family, size, look);
    for (size_t i = 0; i < size; i++) {
        t->cells[index[i]].pairs = family[i];
        t->fired |= family[i].fired;
    }
}

int ab_trial_make(const struct record *r, unsigned trial, struct ab_trial *t)
{
    *t = (struct ab_trial){.size = json_array_size(json_object_get(r->manifest, "cells"))};
    t->cells = calloc(t->size + 1, sizeof *t->cells);
    struct pairs_cell *family = calloc(t->size + 1, sizeof *family);
    size_t *index = calloc(t->size + 1, sizeof *index);
    int error = t->cells && family && index ? 0 : -ENOMEM;
    for (size_t i = 0; i < t->size && !error; i++)
        for (size_t k = 0; k < (size_t)AB_SERIES * PAIRED_ROUNDS; k++)
            t->cells[i].series[k / PAIRED_ROUNDS][k % PAIRED_ROUNDS] = NAN;
    if (!error)
        error = gather(r, trial, t);
    if (!error)
        judge_live_cells(r, t, family, index);
    free(family);
    free(index);
    return error;
}

void ab_trial_free(struct ab_trial *t)
{
    free(t->cells);
    t->cells = NULL;
}
