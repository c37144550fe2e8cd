/* SPDX-License-Identifier: MIT */
#include "summary/parts.h"

#include "stats/estimate.h"
#include "text/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_costs(const void *a, const void *b)
{
    const struct cost *x = a, *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->launch != y->launch)
        return x->launch < y->launch ? -1 : 1;
    return (x->round > y->round) - (x->round < y->round);
}

static int compare_bars(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static bool is_empty_cell(const struct record *r, uint32_t cell)
{
    return json_is(json_array_get(json_object_get(r->manifest, "cells"), cell), "role", "empty");
}

/* Puts the median of each launch's empty blocks in p->empties, in place, and of all in p->empty. */
static void settle_empties(struct parts *p)
{
    size_t launches = 0;
    for (size_t i = 0, end; i < p->empty_count; i = end) {
        uint32_t launch = p->empties[i].launch;
        for (end = i; end < p->empty_count && p->empties[end].launch == launch; end++)
            p->scratch[end - i] = p->empties[end].value;
        double median = quantile(p->scratch, end - i, 0.5);
        p->empties[launches++] = (struct cost){.launch = launch, .value = median};
    }
    p->empty_count = launches;
    for (size_t i = 0; i < launches; i++)
        p->scratch[i] = p->empties[i].value;
    p->empty = launches ? quantile(p->scratch, launches, 0.5) : 0;
}

static void collect_empties(const struct record *r, struct parts *p)
{
    for (size_t i = 0; i < r->samples.size; i++) {
        const struct sample *s = &r->samples.data[i];
        p->dropped += s->flags != 0;
        p->switched += (s->flags & SAMPLE_SWITCHED) != 0;
        p->faulted += (s->flags & SAMPLE_FAULTED) != 0;
        if (s->flags == 0 && is_empty_cell(r, s->cell))
            p->empties[p->empty_count++] =
                (struct cost){0, s->launch, s->round, (double)s->ticks, 1};
    }
    p->blocks = r->samples.size;
    qsort(p->empties, p->empty_count, sizeof *p->empties, compare_costs);
    settle_empties(p);
}

static int compare_launch(const void *a, const void *b)
{
    const struct cost *x = a, *y = b;
    return (x->launch > y->launch) - (x->launch < y->launch);
}

static double empty_of(const struct parts *p, uint32_t launch)
{
    struct cost key = {.launch = launch};
    const struct cost *e =
        bsearch(&key, p->empties, p->empty_count, sizeof *p->empties, compare_launch);
    return e ? e->value : p->empty;
}

static void collect_costs(const struct record *r, struct parts *p)
{
    for (size_t i = 0; i < r->samples.size; i++) {
        const struct sample *s = &r->samples.data[i];
        if (s->flags != 0 || s->n == 0 || is_empty_cell(r, s->cell))
            continue;
        double value = (double)s->ticks;
        if (!p->icount)
            value = (value - empty_of(p, s->launch)) / (double)s->n;
        p->costs[p->cost_count++] = (struct cost){s->cell, s->launch, s->round, value, s->n};
    }
    qsort(p->costs, p->cost_count, sizeof *p->costs, compare_costs);
}

/* A link of the addition chain is a cycle, so the canary's cost is the clock of its round. */
static void collect_clocks(const struct record *r, struct parts *p)
{
    const json_t *cells = json_object_get(r->manifest, "cells");
    const json_t *run = json_object_get(r->manifest, "run");
    double links = json_number_value(json_object_get(run, "canary_links"));
    size_t canary = 0;
    while (canary < json_array_size(cells) &&
           !json_is(json_array_get(cells, canary), "role", "canary_add"))
        canary++;
    struct range at = parts_costs(p, canary);
    for (size_t i = at.from; i < at.to && links > 0; i++) {
        p->clocks[p->clock_count] = p->costs[i];
        p->clocks[p->clock_count].cell = 0; /* so that a key is a launch and a round */
        p->clocks[p->clock_count++].value /= links;
    }
}

double parts_clock(const struct parts *p, uint32_t launch, uint32_t round)
{
    struct cost key = {.launch = launch, .round = round};
    const struct cost *clock =
        bsearch(&key, p->clocks, p->clock_count, sizeof *p->clocks, compare_costs);
    return clock && clock->value > 0 ? clock->value : NAN;
}

struct estimate parts_run_clock(const struct parts *p)
{
    double *launches = p->scratch;
    size_t count = 0;
    for (size_t i = 0, end; i < p->clock_count; i = end) {
        double *values = launches + count;
        for (end = i; end < p->clock_count && p->clocks[end].launch == p->clocks[i].launch; end++)
            values[end - i] = p->clocks[end].value;
        launches[count++] = quantile(values, end - i, 0.5);
    }
    return estimate_drifting(launches, count, launches + count);
}

static void read_hz(const struct record *r, struct parts *p)
{
    size_t i;
    json_t *line;
    json_array_foreach(r->others, i, line)
        if (json_is(line, "type", "frequency"))
            p->hz = json_number_value(json_object_get(line, "hz"));
}

/* Of the cell that has the most. */
static size_t most_bars(const struct record *r)
{
    size_t most = 0, cells = json_array_size(json_object_get(r->manifest, "cells"));
    size_t *sums = calloc(cells + 1, sizeof *sums);
    for (size_t i = 0; sums && i < r->batches.size; i++) {
        const struct batch *b = &r->batches.data[i];
        size_t *sum = &sums[b->cell < cells ? b->cell : cells];
        *sum += b->to - b->from;
        most = *sum > most ? *sum : most;
    }
    free(sums);
    return sums ? most : r->batches.bars;
}

static void read_run(const struct record *r, struct parts *p)
{
    const json_t *run = json_object_get(r->manifest, "run");
    const char *timebase = json_string_value(json_object_get(run, "timebase"));
    p->icount = strcmp(timebase, "icount") == 0;
    p->hz = strcmp(timebase, "raw") == 0 ? 1e9 : NAN;
    if (json_is_number(json_object_get(run, "hz")))
        p->hz = json_number_value(json_object_get(run, "hz"));
    p->turn = json_number_value(json_object_get(run, "turn"));
    double quantum = json_number_value(json_object_get(run, "tsc_quantum"));
    p->quantum = quantum > 0 ? quantum : 1;
}

int parts_make(const struct record *r, struct parts *p)
{
    *p = (struct parts){.batches = &r->batches};
    size_t blocks = r->samples.size;
    p->costs = calloc(blocks + 1, sizeof *p->costs);
    p->empties = calloc(blocks + 1, sizeof *p->empties);
    p->clocks = calloc(blocks + 1, sizeof *p->clocks);
    p->bars = calloc(most_bars(r) + 1, sizeof *p->bars);
    p->scratch = calloc(3 * (blocks + 1), sizeof *p->scratch);
    if (!p->costs || !p->empties || !p->clocks || !p->bars || !p->scratch)
        return -ENOMEM;
    read_run(r, p);
    collect_empties(r, p);
    collect_costs(r, p);
    collect_clocks(r, p);
    read_hz(r, p);
    return 0;
}

void parts_free(struct parts *p)
{
    free(p->costs);
    free(p->empties);
    free(p->clocks);
    free(p->bars);
    free(p->scratch);
    *p = (struct parts){0};
}

/* The range of the rows of one cell in an array sorted by cell, which is each row's first member.
 */
static struct range find(const void *rows, size_t count, size_t size, size_t cell)
{
    struct range found = {count, count};
    size_t *ends[] = {&found.from, &found.to};
    for (size_t i = 0; i < 2; i++) {
        size_t lo = 0, hi = count;
        while (lo < hi) {
            size_t middle = lo + (hi - lo) / 2;
            uint32_t own;
            memcpy(&own, (const char *)rows + middle * size, sizeof own);
            if (own < cell + i)
                lo = middle + 1;
            else
                hi = middle;
        }
        *ends[i] = lo;
    }
    return found;
}

struct range parts_costs(const struct parts *p, size_t cell)
{
    return find(p->costs, p->cost_count, sizeof *p->costs, cell);
}

/* On the grid of the quantum. */
static size_t add_bars(const struct parts *p, const struct batch *b, size_t size)
{
    double empty = empty_of(p, b->launch);
    for (size_t i = b->from; i < b->to; i++) {
        double steps = fmax(0, round(((double)p->batches->ticks[i] - empty) / p->quantum));
        p->bars[size++] =
            (struct bar){b->n, steps * p->quantum / (double)b->n, p->batches->count[i]};
    }
    return size;
}

struct range parts_bars(const struct parts *p, size_t cell)
{
    size_t size = 0;
    for (size_t i = 0; i < p->batches->size; i++)
        if (p->batches->data[i].cell == cell)
            size = add_bars(p, &p->batches->data[i], size);
    qsort(p->bars, size, sizeof *p->bars, compare_bars);
    return (struct range){0, size};
}
