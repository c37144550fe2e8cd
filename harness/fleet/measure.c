/* SPDX-License-Identifier: MIT */
#include "fleet/measure.h"

#include "fleet/differ.h"
#include "fleet/judge.h"
#include "stats/estimate.h"

#include <math.h>
#include <stdlib.h>

/* The hosts of one group that its figures are made of. */
struct members {
    const struct fleet *f;
    struct fleet_group *group;
    const struct fleet_host **hosts;
    size_t size;
    double *values; /* room for one of each */
};

/* Hosts whose records count, and whose setup is the group's own. */
static size_t find_members(const struct fleet *f, size_t group, const bool *odd,
                           const struct fleet_host **hosts)
{
    size_t size = 0;
    for (size_t i = 1; i <= f->size; i++) {
        const struct fleet_host *h = &f->hosts[i];
        if (!h->repeat && f->setups[h->setup].group == group && !odd[h->setup])
            hosts[size++] = h;
    }
    return size;
}

/* Cycles where the reference loops held on most; then the others are left out. */
static void choose_unit(struct members *m)
{
    size_t held = 0, kept = 0;
    for (size_t i = 0; i < m->size; i++)
        held += m->hosts[i]->has_loops && !m->hosts[i]->off;
    m->group->cycles = 2 * held > m->size;
    for (size_t i = 0; i < m->size; i++)
        if (!fleet_busy(m->f, m->group, m->hosts[i]))
            m->hosts[kept++] = m->hosts[i];
    m->size = m->group->timed = kept;
}

/* The group's cells, in the order of the first host's that has them. */
static bool list_cells(struct members *m)
{
    struct fleet_group *g = m->group;
    bool *seen = calloc(m->f->words.size + 1, sizeof *seen);
    g->cells = calloc(m->f->words.size + 1, sizeof *g->cells);
    for (size_t i = 0; seen && g->cells && i < m->size; i++)
        for (size_t k = 0; k < m->hosts[i]->size; k++) {
            uint32_t cell = m->hosts[i]->times[k].cell;
            if (!seen[cell])
                g->cells[g->size++].cell = cell;
            seen[cell] = true;
        }
    bool good = seen && g->cells;
    free(seen);
    return good;
}

static void measure_cell(struct members *m, size_t at)
{
    struct fleet_cell *c = &m->group->cells[at];
    size_t size = 0;
    for (size_t i = 0; i < m->size; i++) {
        const struct fleet_time *t = fleet_time_of(m->hosts[i], c->cell, at);
        double value = t ? fleet_value(m->f, m->group, t)[0] : NAN;
        if (isfinite(value))
            m->values[size++] = log(value);
    }
    c->timed = size;
    c->median = quantile(m->values, size, 0.5);
    for (size_t i = 0; i < size; i++)
        m->values[i] = fabs(m->values[i] - c->median);
    c->mad = quantile(m->values, size, 0.5);
}

static bool measure_group(struct members *m)
{
    choose_unit(m);
    if (!list_cells(m))
        return false;
    struct fleet_group *g = m->group;
    for (size_t i = 0; i < g->size; i++)
        measure_cell(m, i);
    for (size_t i = 0; i < g->size; i++)
        g->cells[i].fence = fleet_fence(g->cells[i].mad, g->cells[i].timed, g->size);
    return true;
}

/* Which setups differ from their group's. */
static bool *find_odd(const struct fleet *f, const struct fleet_groups *g)
{
    bool *odd = calloc(f->setups_size + 1, sizeof *odd);
    for (size_t i = 1; odd && i <= f->setups_size; i++)
        odd[i] = f->setups[i].group &&
                 fleet_differ(&f->setups[i], &g->groups[f->setups[i].group].setup, NULL, 0);
    return odd;
}

bool fleet_measure(const struct fleet *f, struct fleet_groups *g)
{
    bool *odd = find_odd(f, g);
    struct members m = {.f = f};
    m.hosts = calloc(f->size + 1, sizeof(void *));
    m.values = calloc(f->size + 1, sizeof *m.values);
    bool good = odd && m.hosts && m.values;
    for (size_t i = 1; good && i <= g->size; i++) {
        m.group = &g->groups[i];
        m.size = find_members(f, i, odd, m.hosts);
        good = measure_group(&m);
    }
    free(odd);
    free(m.hosts);
    free(m.values);
    return good;
}
