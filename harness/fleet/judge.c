/* SPDX-License-Identifier: MIT */
#include "fleet/judge.h"

#include "fleet/differ.h"
#include "stats/student.h"

#include <math.h>

/* Less than that is nobody's concern, however alike the others are. */
static const double least_change = 0.05;
/* The share of hosts that may be named without cause, over all cells and both sides: tried in
 * tests/unit/fleet_rule_test.c, where no more than 1 in 1000 was. */
static const double error = 0.0006;
/* Hosts' times have longer tails than Student's t with more degrees of freedom, and a MAD of few
 * hosts tells as little as a variance of a quarter of them. */
static const double most_degrees = 5, degrees_each = 0.25;
/* A MAD of normal deviates times this is their standard deviation. */
static const double mad_scale = 1.4826;

double fleet_fence(double mad, size_t hosts, size_t cells)
{
    double n = (double)hosts, degrees = fmin(most_degrees, degrees_each * (n - 1));
    if (hosts < GROUP_TIMED || !cells || !isfinite(mad))
        return INFINITY;
    /* the median's own error, pi / 2n of a variance, is added */
    double deviation = mad_scale * mad * sqrt(1 + acos(-1) / 2 / n);
    double t = student_t(error / 2 / (double)cells, degrees);
    return fmax(t * deviation, log1p(least_change));
}

const double *fleet_value(const struct fleet *f, const struct fleet_group *g,
                          const struct fleet_time *t)
{
    return g->cycles && t->cell != f->clock ? t->cycles : t->ns;
}

uint32_t fleet_busy(const struct fleet *f, const struct fleet_group *g, const struct fleet_host *h)
{
    return h->busy ? h->busy : g->cycles && h->off ? f->wavered : 0;
}

/* 1 where the host is slower than the fence, and its interval too than what is nobody's concern;
 * -1 where it is faster; 0 where it is neither. */
static int side_of(const struct fleet_cell *c, const double *value)
{
    double far = log(value[0]) - c->median, near = log1p(least_change);
    double lo = isfinite(value[1]) ? log(value[1]) - c->median : far;
    double hi = isfinite(value[2]) ? log(value[2]) - c->median : far;
    return far > c->fence && lo > near ? 1 : far < -c->fence && hi < -near ? -1 : 0;
}

/* Judges the latest other record of the host, where it was not busy. */
static void confirm(const struct fleet *f, const struct fleet_group *g, const struct fleet_host *h,
                    size_t at, int side, struct fleet_outside *o)
{
    const struct fleet_host *again = h->again ? &f->hosts[h->again] : NULL;
    const struct fleet_time *t = again ? fleet_time_of(again, o->cell->cell, at) : NULL;
    if (!t || fleet_busy(f, g, again))
        return;
    const double *value = fleet_value(f, g, t);
    o->again = value[0] / exp(o->cell->median);
    o->confirmed = isfinite(value[0]) && side_of(o->cell, value) == side;
}

/* Whether some other record of the host could tell. */
static bool has_told(const struct fleet_outside *o)
{
    return isfinite(o->again);
}

/* Those that a second record shows not to be there are left out. */
static size_t find_outside(const struct fleet *f, const struct fleet_group *g,
                           const struct fleet_host *h, struct fleet_outside *outside)
{
    size_t size = 0;
    for (size_t i = 0; i < g->size; i++) {
        const struct fleet_time *t = fleet_time_of(h, g->cells[i].cell, i);
        const double *value = t ? fleet_value(f, g, t) : NULL;
        int side = value && isfinite(value[0]) ? side_of(&g->cells[i], value) : 0;
        if (!side)
            continue;
        struct fleet_outside *o = &outside[size];
        *o = (struct fleet_outside){.cell = &g->cells[i],
                                    .value = value[0],
                                    .ratio = value[0] / exp(g->cells[i].median),
                                    .again = NAN};
        confirm(f, g, h, i, side, o);
        size += !has_told(o) || o->confirmed;
    }
    return size;
}

static bool any_confirmed(const struct fleet_outside *outside, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (outside[i].confirmed)
            return true;
    return false;
}

struct fleet_found fleet_judge(const struct fleet *f, const struct fleet_groups *groups,
                               const struct fleet_host *h, struct fleet_outside *outside)
{
    const struct fleet_setup *s = &f->setups[h->setup];
    if (!s->group)
        return (struct fleet_found){.verdict = FLEET_ALONE};
    const struct fleet_group *g = &groups->groups[s->group];
    bool busy = fleet_busy(f, g, h);
    struct fleet_found found = {.differences = fleet_differ(s, &g->setup, NULL, 0),
                                .outside = busy ? 0 : find_outside(f, g, h, outside)};
    found.verdict = found.differences || any_confirmed(outside, found.outside) ? FLEET_OUTLIER
                    : found.outside                                            ? FLEET_SUSPECT
                    : busy                                                     ? FLEET_BUSY
                                                                               : FLEET_ALIKE;
    return found;
}
