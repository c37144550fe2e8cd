/* SPDX-License-Identifier: MIT */
#include "stats/pairs.h"

#include "measure/random.h"
#include "stats/estimate.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { RESAMPLES = 1000, ROUNDS_MOST = 208, LEAST = 2 * PAIRS_BLOCK };

#define SEED 0x737973746f6c6cu

const unsigned pairs_looks[PAIRS_LOOKS] = {PAIRS_FIRST_LOOK, 104, ROUNDS_MOST};

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
    double size = RESAMPLES, variance = (squares - sum * sum / size) / (size - 1);
    return sqrt(fmax(variance, 0) * blocks / (blocks - 1));
}

struct centre pairs_centre(const double *rounds, size_t size)
{
    struct series s;
    unsigned once[ROUNDS_MOST];
    make_series(rounds, size, &s);
    struct centre c = {.value = NAN, .error = NAN, .degrees = NAN, .kept = s.size};
    if (s.size < LEAST || s.size < size / 2)
        return c;
    for (size_t i = 0; i < s.size; i++)
        once[i] = 1;
    double blocks = (double)s.size / (double)PAIRS_BLOCK;
    c.value = trimmed_mean(&s, once);
    c.error = bootstrap_error(&s, blocks);
    c.degrees = blocks - 1;
    return c;
}

/* Nothing is known better than to a step of the clock: an interval that is narrower, of no width on
 * a quiet clock with coarse steps, is not judged as it stands. */
static struct estimate widen_by_step(struct estimate ratio, double step)
{
    if (isnan(ratio.lo))
        return ratio;
    ratio.lo = fmin(ratio.lo, ratio.value / (1 + step));
    ratio.hi = fmax(ratio.hi, ratio.value * (1 + step));
    return ratio;
}

/* What A against itself showed, and may have shown: the farther end of its interval, or the clock's
 * step. */
static struct estimate judge_same(struct pairs_cell *cell, unsigned rounds, double lower,
                                  double upper)
{
    struct centre same = pairs_centre(cell->same, rounds);
    struct estimate ratio = widen_by_step(centre_interval(&same, lower, lower), cell->clock);
    struct judgement j = judge_ratio(ratio, cell->margin);
    cell->fired |= j.verdict == VERDICT_REGRESSION || j.verdict == VERDICT_IMPROVEMENT;
    ratio = widen_by_step(centre_interval(&same, upper, upper), cell->clock);
    cell->resolution = isnan(ratio.lo) ? INFINITY : fmax(ratio.hi - 1, 1 / ratio.lo - 1);
    return judge_ratio(ratio, cell->margin).effect;
}

/* Which look it is, and how many cells it leaves undecided. */
struct look {
    unsigned number;
    size_t left;
};

/* A regression has to be larger than what the cell shows of itself. */
static bool settle_verdict(const struct holm *h, double lower, void *arg)
{
    struct look *look = arg;
    struct pairs_cell *cell = h->cell;
    struct judgement *j = &cell->judgement;
    unsigned rounds = pairs_looks[look->number];
    double error = look_errors[look->number];
    struct estimate itself = judge_same(cell, rounds, lower, error);
    struct estimate ratio = widen_by_step(centre_interval(&h->centre, lower, error), cell->clock);
    *j = judge_ratio(ratio, cell->margin);
    j->itself = itself;
    cell->rounds_used = rounds;
    cell->within = j->verdict == VERDICT_REGRESSION && !(j->effect.value > cell->resolution);
    if (cell->within)
        j->verdict = VERDICT_INCONCLUSIVE;
    /* fmax alone would leave out a NAN: what has no interval sees nothing */
    j->smallest = isnan(j->smallest) ? NAN : fmax(j->smallest, cell->resolution);
    cell->decided = j->verdict != VERDICT_INCONCLUSIVE;
    look->left += !cell->decided;
    return j->verdict == VERDICT_REGRESSION;
}

/* What was called a regression before shares the error no more. */
size_t pairs_look(struct pairs_cell *cells, size_t size, unsigned number)
{
    struct holm *all = calloc(size ? size : 1, sizeof *all);
    struct look look = {.number = number};
    size_t judged = 0, m = size;
    if (!all)
        return size;
    for (size_t i = 0; i < size; i++) {
        struct pairs_cell *cell = &cells[i];
        if (!cell->decided && !cell->rounds_used)
            cell->judgement = judge_ratio((struct estimate){.lo = NAN}, cell->margin);
        m -= cell->decided && cell->judgement.verdict == VERDICT_REGRESSION;
        if (!cell->decided && cell->rounds >= pairs_looks[number])
            all[judged++] =
                (struct holm){pairs_centre(cell->change, pairs_looks[number]), cell->margin, cell};
        else
            look.left += !cell->decided;
    }
    holm_step_down(all, judged, m, look_errors[number], settle_verdict, &look);
    free(all);
    return look.left;
}
