/* SPDX-License-Identifier: MIT */
#include "ab/ab_round.h"

#include "measure/random.h"

#include <errno.h>
#include <stdlib.h>

static enum ab_worker worker_of(char side)
{
    return side == 'b' ? AB_B : side == 'y' ? AB_A2 : AB_A;
}

/* None settles first: what blocks take then is the same for both that are compared. */
static void add_blocks(struct ab *ab, size_t cell, char side, uint64_t n, int times)
{
    for (int i = 0; i < times; i++)
        schedule_add(
            &ab->schedule,
            (struct step){.cell = (uint32_t)cell, .worker = worker_of(side), .n = n, .side = side});
}

static uint64_t draw_length(struct ab *ab, size_t cell)
{
    return schedule_stretch(&ab->random, ab->session->plan.cells[cell].n);
}

/* ABBA or BAAB, by a coin, of one length: whatever drifts evenly falls out. */
static void add_group(struct ab *ab, size_t cell, char one, char other)
{
    bool turned = random_below(&ab->random, 2);
    uint64_t n = draw_length(ab, cell);
    add_blocks(ab, cell, turned ? other : one, n, 1);
    add_blocks(ab, cell, turned ? one : other, n, 2);
    add_blocks(ab, cell, turned ? other : one, n, 1);
}

static void draw_cell(struct ab *ab, size_t cell)
{
    for (unsigned g = 0; g < ab->groups; g++) {
        add_group(ab, cell, 'a', 'b');
        add_group(ab, cell, 'x', 'y');
    }
}

/* Where the system changes its state between A and B, all cells share the change. */
static void draw_states(struct ab *ab, const size_t *order, size_t size, uint64_t *n)
{
    for (unsigned g = 0; g < ab->groups; g++) {
        bool turned = random_below(&ab->random, 2);
        for (size_t i = 0; i < size; i++)
            n[i] = draw_length(ab, order[i]);
        for (int third = 0; third < 3; third++)
            for (size_t i = 0; i < size; i++)
                add_blocks(ab, order[i], turned == (third == 1) ? 'a' : 'b', n[i],
                           third == 1 ? 2 : 1);
        for (size_t i = 0; i < size; i++)
            add_group(ab, order[i], 'x', 'y');
    }
}

static int draw_round(struct ab *ab)
{
    size_t all = ab->session->request.cells_size, size = 0;
    size_t *order = calloc(all, sizeof *order);
    uint64_t *n = calloc(all, sizeof *n);
    int error = order && n ? schedule_begin(&ab->schedule, all * ab->groups * AB_BLOCKS) : -ENOMEM;
    if (!error) {
        random_order(&ab->random, order, all);
        for (size_t i = 0; i < all; i++)
            if (ab->live[order[i]])
                order[size++] = order[i];
        if (ab->sides[AB_A].enter || ab->sides[AB_B].enter)
            draw_states(ab, order, size, n);
        else
            for (size_t i = 0; i < size; i++)
                draw_cell(ab, order[i]);
    }
    free(order);
    free(n);
    return error;
}

/* What a group shares is its n, its cell, its launch and its round. */
static int keep_pairs(struct ab *ab, unsigned trial)
{
    const struct schedule *s = &ab->schedule;
    struct paireds *pairs = &ab->session->log.record.pairs;
    size_t before = pairs->size;
    int error = 0;
    for (size_t i = 0; i < s->size && !error; i++)
        error = paireds_add(
            pairs,
            &(struct paired){.trial = trial, .side = s->steps[i].side, .sample = s->samples[i]});
    if (error)
        pairs->size = before;
    return error;
}

int ab_round(struct ab *ab, unsigned trial, unsigned launch, unsigned round)
{
    int error = draw_round(ab);
    if (!error)
        error =
            schedule_carry_out(&ab->schedule, (struct sample){.launch = launch, .round = round});
    return error ? error : keep_pairs(ab, trial);
}
