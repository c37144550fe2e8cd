/* SPDX-License-Identifier: MIT */
#include "ab/ab.h"

#include "measure/random.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUN_MOST = 64 };

/* By how much a block is stretched at random, against lockstep with the tick. */
static const double stretch = 0.2;

static enum ab_worker worker_of(char side)
{
    return side == 'b' ? AB_B : side == 'y' ? AB_A2 : AB_A;
}

static void add(struct ab *ab, size_t cell, char side, uint64_t n, int times)
{
    for (int i = 0; i < times && ab->steps_size < ab->steps_room; i++)
        ab->steps[ab->steps_size++] = (struct ab_step){(uint32_t)cell, side, n};
}

static uint64_t stretched(struct ab *ab, size_t cell)
{
    double by = (double)(random_next(&ab->random) >> 11) * 0x1p-53 * stretch;
    return (uint64_t)((double)ab->session->plan.cells[cell].n * (1 + by));
}

/* ABBA or BAAB, by a coin, of one length: whatever drifts evenly falls out. */
static void add_group(struct ab *ab, size_t cell, char one, char other)
{
    bool turned = random_below(&ab->random, 2);
    uint64_t n = stretched(ab, cell);
    add(ab, cell, turned ? other : one, n, 1);
    add(ab, cell, turned ? one : other, n, 2);
    add(ab, cell, turned ? other : one, n, 1);
}

static void plan_cell(struct ab *ab, size_t cell)
{
    for (unsigned g = 0; g < ab->groups; g++) {
        add_group(ab, cell, 'a', 'b');
        add_group(ab, cell, 'x', 'y');
    }
}

/* Where the system changes its state between A and B, all cells share the change. */
static void plan_states(struct ab *ab, const size_t *order, size_t size, uint64_t *n)
{
    for (unsigned g = 0; g < ab->groups; g++) {
        bool turned = random_below(&ab->random, 2);
        for (size_t i = 0; i < size; i++)
            n[i] = stretched(ab, order[i]);
        for (int third = 0; third < 3; third++)
            for (size_t i = 0; i < size; i++)
                add(ab, order[i], turned == (third == 1) ? 'a' : 'b', n[i], third == 1 ? 2 : 1);
        for (size_t i = 0; i < size; i++)
            add_group(ab, order[i], 'x', 'y');
    }
}

static int make_room(struct ab *ab, size_t cells)
{
    size_t room = cells * ab->groups * AB_BLOCKS;
    if (room > ab->steps_room) {
        struct ab_step *steps = realloc(ab->steps, room * sizeof *steps);
        if (!steps)
            return -ENOMEM;
        ab->steps = steps;
        ab->steps_room = room;
    }
    ab->steps_size = 0;
    return 0;
}

static int plan_round(struct ab *ab)
{
    size_t all = ab->session->cells_size, size = 0;
    size_t *order = calloc(all, sizeof *order);
    uint64_t *n = calloc(all, sizeof *n);
    int error = order && n ? make_room(ab, all) : -ENOMEM;
    if (!error) {
        random_order(&ab->random, order, all);
        for (size_t i = 0; i < all; i++)
            if (ab->live[order[i]])
                order[size++] = order[i];
        if (ab->sides[AB_A].enter || ab->sides[AB_B].enter)
            plan_states(ab, order, size, n);
        else
            for (size_t i = 0; i < size; i++)
                plan_cell(ab, order[i]);
    }
    free(order);
    free(n);
    return error;
}

/* Blocks of one worker in one message, so that this process sleeps meanwhile. None settles first:
 * what they take then is the same for both that are compared. */
static int ask(struct ab *ab, struct worker *w, size_t from, size_t to)
{
    char requests[RUN_MOST * PLAN_REQUEST + 2];
    size_t at = 0;
    for (size_t i = from; i < to; i++) {
        const struct ab_step *step = &ab->steps[i];
        at += (size_t)snprintf(requests + at, PLAN_REQUEST, "block %s %" PRIu64 " 0\n",
                               ab_work(ab, step->cell, step->side), step->n);
    }
    requests[at++] = '\n';
    requests[at] = '\0';
    return worker_ask(w, requests);
}

/* What a group shares is its n, its cell, its launch and its round. */
static int carry_out(struct ab *ab, struct paired mould, size_t from, size_t to)
{
    struct paireds *pairs = &ab->session->record.pairs;
    struct worker *w = &ab->workers[ab->last = worker_of(ab->steps[from].side)];
    int error = ab_enter(ab, ab->steps[from].side == 'b' ? AB_B : AB_A);
    if (!error)
        error = ask(ab, w, from, to);
    for (size_t i = from; i < to && !error; i++) {
        mould.side = ab->steps[i].side;
        mould.sample.cell = ab->steps[i].cell;
        mould.sample.slot = (uint32_t)i;
        error = worker_read_block(w, &mould.sample);
        ab->moved = ab->moved || plan_moved(&ab->session->plan, &mould.sample);
        if (!error)
            error = paireds_add(pairs, &mould);
    }
    return error;
}

int ab_round(struct ab *ab, unsigned trial, unsigned launch, unsigned round)
{
    const struct paired mould = {.trial = trial, .sample = {.launch = launch, .round = round}};
    struct paireds *pairs = &ab->session->record.pairs;
    size_t before = pairs->size;
    int error = plan_round(ab);
    for (size_t from = 0, to; from < ab->steps_size && !error; from = to) {
        enum ab_worker w = worker_of(ab->steps[from].side);
        for (to = from; to < ab->steps_size && to < from + RUN_MOST; to++)
            if (worker_of(ab->steps[to].side) != w)
                break;
        error = carry_out(ab, mould, from, to);
    }
    if (error)
        pairs->size = before;
    return error;
}
