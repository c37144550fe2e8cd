/* SPDX-License-Identifier: MIT */
#include "pairs.h"

#include "estimate.h"
#include "random.h"
#include "student.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { RESAMPLES = 1000, ROUNDS_MOST = 208, LEAST = 2 * PAIRS_BLOCK };

#define SEED 0x737973746f6c6cu

const unsigned pairs_looks[PAIRS_LOOKS] = {52, 104, ROUNDS_MOST};

/* One-sided, 5 % in all: less is spent while there are few rounds. */
static const double look_errors[PAIRS_LOOKS] = {0.010, 0.015, 0.025};

static const double trimmed = 0.2;

double pairs_round(double *groups, size_t size)
{
    return quantile(groups, size, 0.5);
}

/* A series ready to be resampled: its values in ascending order, and the rank of each. */
struct series {
    double sorted[ROUNDS_MOST];
    size_t rank[ROUNDS_MOST];
    size_t size;
};

struct ranked {
    double value;
    size_t at;
};

static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = (x->value > y->value) - (x->value < y->value);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void make_series(const double *rounds, size_t size, struct series *s)
{
    struct ranked all[ROUNDS_MOST];
    s->size = 0;
    for (size_t i = 0; i < size && s->size < ROUNDS_MOST; i++)
        if (isfinite(rounds[i])) {
            all[s->size] = (struct ranked){rounds[i], s->size};
            s->size++;
        }
    qsort(all, s->size, sizeof *all, by_value);
    for (size_t i = 0; i < s->size; i++) {
        s->sorted[i] = all[i].value;
        s->rank[all[i].at] = i;
    }
}

/* The trimmed mean of a sample that holds each value times[] often. */
static double trimmed_mean(const struct series *s, const unsigned *times)
{
    size_t cut = (size_t)(trimmed * (double)s->size), seen = 0;
    double sum = 0;
    for (size_t i = 0; i < s->size; i++) {
        size_t from = seen > cut ? seen : cut, to = seen += times[i];
        if (to > s->size - cut)
            to = s->size - cut;
        if (to > from)
            sum += (double)(to - from) * s->sorted[i];
    }
    return sum / (double)(s->size - 2 * cut);
}

/* One resample: blocks from anywhere, the end followed by the beginning. */
static double resample(const struct series *s, uint64_t *random)
{
    unsigned times[ROUNDS_MOST] = {0};
    for (size_t drawn = 0; drawn < s->size;) {
        size_t at = random_below(random, s->size);
        for (size_t i = 0; i < PAIRS_BLOCK && drawn < s->size; i++, drawn++)
            times[s->rank[(at + i) % s->size]]++;
    }
    return trimmed_mean(s, times);
}

/* The resamples' standard deviation; the blocks that were drawn are too like one another by the
 * share that (n - 1) / n mends. */
static double bootstrap_error(const struct series *s, double blocks)
{
    uint64_t random = SEED;
    double sum = 0, squares = 0;
    for (int i = 0; i < RESAMPLES; i++) {
        double v = resample(s, &random);
        sum += v;
        squares += v * v;
    }
    double variance = (squares - sum * sum / RESAMPLES) / (RESAMPLES - 1);
    return sqrt(fmax(variance, 0) * blocks / (blocks - 1));
}

struct pairs_centre pairs_centre(const double *rounds, size_t size)
{
    struct series s;
    unsigned once[ROUNDS_MOST];
    make_series(rounds, size, &s);
    struct pairs_centre c = {.value = NAN, .error = NAN, .degrees = NAN, .kept = s.size};
    if (s.size < LEAST || s.size < size / 2)
        return c;
    for (size_t i = 0; i < s.size; i++)
        once[i] = 1;
    double blocks = (double)s.size / PAIRS_BLOCK;
    c.value = trimmed_mean(&s, once);
    c.error = bootstrap_error(&s, blocks);
    c.degrees = blocks - 1;
    return c;
}

static struct estimate interval(const struct pairs_centre *c, double lower, double upper)
{
    return (struct estimate){.value = exp(c->value),
                             .lo = exp(c->value - student_t(lower, c->degrees) * c->error),
                             .hi = exp(c->value + student_t(upper, c->degrees) * c->error),
                             .kept = c->kept};
}

/* How far beyond its margin a cell is, in standard errors; the least where that is unknown. */
struct candidate {
    struct pairs_cell *cell;
    struct pairs_centre centre;
    double evidence;
};

static int by_evidence(const void *a, const void *b)
{
    double x = ((const struct candidate *)a)->evidence, y = ((const struct candidate *)b)->evidence;
    return (x < y) - (x > y);
}

static void make_candidate(struct candidate *c, struct pairs_cell *cell, unsigned rounds)
{
    *c = (struct candidate){.cell = cell, .centre = pairs_centre(cell->change, rounds)};
    double beyond = c->centre.value - log1p(cell->margin);
    c->evidence = c->centre.error > 0 ? beyond / c->centre.error : beyond * INFINITY;
    if (isnan(c->evidence))
        c->evidence = -INFINITY;
}

/* What A against itself showed, and may have shown: the farther end of its interval, or the clock's
 * step. */
static struct estimate judge_same(struct pairs_cell *cell, unsigned rounds, double lower,
                                  double upper)
{
    struct pairs_centre same = pairs_centre(cell->same, rounds);
    struct estimate ratio = interval(&same, lower, lower);
    struct judgement j = judge_ratio(ratio, cell->margin);
    cell->fired |= j.verdict == VERDICT_REGRESSION || j.verdict == VERDICT_IMPROVEMENT;
    ratio = interval(&same, upper, upper);
    cell->resolution = fmax(fmax(ratio.hi - 1, 1 / ratio.lo - 1), cell->clock);
    if (isnan(ratio.lo))
        cell->resolution = INFINITY;
    return judge_ratio(ratio, cell->margin).effect;
}

/* A regression has to be larger than what the cell shows of itself. */
static void settle(struct candidate *c, unsigned rounds, double lower, double upper)
{
    struct pairs_cell *cell = c->cell;
    struct judgement *j = &cell->judgement;
    struct estimate itself = judge_same(cell, rounds, lower, upper);
    *j = judge_ratio(interval(&c->centre, lower, upper), cell->margin);
    j->itself = itself;
    cell->rounds_used = rounds;
    cell->within = j->verdict == VERDICT_REGRESSION && !(j->effect.value > cell->resolution);
    if (cell->within)
        j->verdict = VERDICT_INCONCLUSIVE;
    j->smallest = fmax(j->smallest, cell->resolution);
    cell->decided = j->verdict != VERDICT_INCONCLUSIVE;
}

/* Holm's step-down: the strongest evidence is held against an m-th of the error, the next against
 * an (m - 1)-th, until one fails. What was called a regression before is out of m. */
static size_t step_down(struct candidate *all, size_t size, size_t m, unsigned look)
{
    double error = look_errors[look];
    size_t left = 0;
    qsort(all, size, sizeof *all, by_evidence);
    for (size_t i = 0; i < size; i++) {
        double lower = error / (double)m;
        settle(&all[i], pairs_looks[look], lower, error);
        left += !all[i].cell->decided;
        if (all[i].cell->judgement.verdict == VERDICT_REGRESSION && m > 1)
            m--;
    }
    return left;
}

size_t pairs_look(struct pairs_cell *cells, size_t size, unsigned look)
{
    struct candidate *all = calloc(size ? size : 1, sizeof *all);
    size_t judged = 0, m = size, left = 0;
    if (!all)
        return size;
    for (size_t i = 0; i < size; i++) {
        if (!cells[i].decided && !cells[i].rounds_used)
            cells[i].judgement = judge_ratio((struct estimate){.lo = NAN}, cells[i].margin);
        m -= cells[i].decided && cells[i].judgement.verdict == VERDICT_REGRESSION;
        if (!cells[i].decided && cells[i].rounds >= pairs_looks[look])
            make_candidate(&all[judged++], &cells[i], pairs_looks[look]);
        else
            left += !cells[i].decided;
    }
    left += step_down(all, judged, m, look);
    free(all);
    return left;
}
