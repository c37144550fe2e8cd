/* SPDX-License-Identifier: MIT */
#include "doctor/cost.h"

#include "measure/clock.h"
#include "selftest/clock.h"
#include "selftest/selftest.h"
#include "selftest/timing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { QUARTER = 250000000 };

static bool has_cost(const struct doctor_costs *c, const char *cell)
{
    for (size_t i = 0; i < c->size; i++)
        if (strcmp(c->each[i].cell, cell) == 0)
            return true;
    return c->size == DOCTOR_COSTS;
}

/* The least of a quarter of a second: interruptions only lengthen. */
static void time_cell(const struct selftest *st, struct doctor_cost *cost)
{
    uint64_t end = clock_ns(CLOCK_MONOTONIC) + QUARTER;
    const char *reason = "";
    cost->ns = selftest_ns(st, cost->cell, &reason);
    while (!isnan(cost->ns) && clock_ns(CLOCK_MONOTONIC) < end)
        cost->ns = fmin(cost->ns, selftest_ns(st, cost->cell, &reason));
    if (isnan(cost->ns))
        snprintf(cost->why, sizeof cost->why, "%s", reason);
    else if (cost->ns < 0) /* less than what stamps cost */
        cost->ns = 0;
}

static void time_row(const struct selftest *st, const struct doctor_row *row,
                     struct doctor_costs *c)
{
    for (const char *const *cell = row->cells; *cell; cell++)
        if (!has_cost(c, *cell)) {
            c->each[c->size] = (struct doctor_cost){.cell = *cell};
            time_cell(st, &c->each[c->size++]);
        }
}

static double ns_of(const struct doctor_costs *c, const char *cell)
{
    for (size_t i = 0; i < c->size; i++)
        if (strcmp(c->each[i].cell, cell) == 0)
            return c->each[i].ns;
    return NAN;
}

int doctor_time(struct host *h, struct doctor_costs *c, const char **why)
{
    struct selftest st = {0};
    *c = (struct doctor_costs){.size = 0};
    int error = selftest_begin(&st, h->cpu, why);
    if (error)
        return error;
    for (const struct doctor_row *const *group = doctor_groups; *group; group++)
        for (const struct doctor_row *row = *group; row->name; row++)
            time_row(&st, row, c);
    h->timed = true;
    h->syscall_ns = ns_of(c, "syscall:time");
    h->vsyscall_ns = ns_of(c, "vsyscall:time");
    return 0;
}
