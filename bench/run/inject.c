/* SPDX-License-Identifier: MIT */
#include "run/inject.h"

#include "matrix/work_names.h"
#include "measure/schedule.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A second length, beside INJECT_BASE, at which the chain's latency hides what surrounds it (its
 * call, return and load), and how often each is timed. */
enum { LONG = 1088, TIMED = 2000, TRIES = 5 };

static bool parse_injection(const char *text, struct injection *i, char *error, size_t error_size)
{
    struct cell cell;
    const char *equals = strchr(text, '=');
    char *end = NULL;
    *i = (struct injection){0};
    if (equals) {
        snprintf(i->cell, sizeof i->cell, "%.*s", (int)(equals - text), text);
        i->ns = strtod(equals + 1, &end);
    }
    if (!equals || end == equals + 1 || *end || !(i->ns >= 0 && i->ns <= (double)INJECT_MAX_NS))
        text_say(error, error_size, "--inject takes CELL=NS with 0 to %d ns, not '%s'",
                 INJECT_MAX_NS, text);
    else if (!cell_by_name(i->cell, &cell))
        text_say(error, error_size, "--inject: there is no cell '%s'; systoll list names them",
                 i->cell);
    else
        return true;
    return false;
}

bool inject_take(struct injections *all, const char *text, char *error, size_t error_size)
{
    if (all->size == INJECTIONS) {
        text_say(error, error_size, "at most %d cells can be lengthened", INJECTIONS);
        return false;
    }
    return parse_injection(text, &all->data[all->size++], error, error_size);
}

/* The least of a few blocks, in ticks a turn. */
static int time_chain(struct schedule *schedule, unsigned links, double *ticks)
{
    char name[CELL_NAME];
    struct sample one;
    snprintf(name, sizeof name, WORK_INJECT_ALONE "+%u", links);
    *ticks = INFINITY;
    for (int i = 0; i < TRIES; i++) {
        int error = schedule_block(schedule, 0, name, TIMED, &one);
        if (error)
            return error;
        *ticks = fmin(*ticks, (double)one.ticks / (double)TIMED);
    }
    return 0;
}

static int ticks_per_link(struct plan *plan, double *ticks)
{
    struct schedule schedule = {.plan = plan, .launch = plan->launches, .user = &plan_user};
    double base, longer;
    int error = schedule_start(&schedule, 0);
    if (!error)
        error = time_chain(&schedule, INJECT_BASE, &base);
    if (!error)
        error = time_chain(&schedule, LONG, &longer);
    schedule_stop(&schedule);
    schedule_free(&schedule);
    *ticks = error ? 0 : (longer - base) / (LONG - INJECT_BASE);
    return error;
}

/* Where the cell stands among those; their number where it does not. */
static size_t find_cell(const struct run_request *r, const char *name)
{
    size_t i = 0;
    while (i < r->cells_size && strcmp(r->cells[i].name, name) != 0)
        i++;
    return i;
}

bool inject_check(const struct injections *all, const struct run_request *r, char *error,
                  size_t error_size)
{
    for (size_t k = 0; k < all->size; k++)
        if (find_cell(r, all->data[k].cell) == r->cells_size) {
            text_say(error, error_size, "--inject: %s is not among the cells to be measured",
                     all->data[k].cell);
            return false;
        }
    return true;
}

/* Sets the links, and the names under which the worker finds the lengthened cell and its chain. */
static int lengthen(struct plan *plan, const struct run_request *r, struct injection *i,
                    double per_link)
{
    size_t at = find_cell(r, i->cell);
    struct cell copy = r->cells[at];
    bool here = copy.program == programs; /* the 32-bit program's loops all have a twin */
    if (here)
        cell_ready(&copy);
    i->links = (unsigned)lround(i->ns * plan->hz / 1e9 / per_link);
    if (copy.state != CELL_MEASURED || i->links > INJECT_LINKS - INJECT_BASE ||
        (here && !cell_inject(&copy, INJECT_BASE + i->links)))
        return -EINVAL;
    snprintf(i->work, sizeof i->work, "%s+%u", i->cell, INJECT_BASE + i->links);
    snprintf(i->chain, sizeof i->chain, WORK_INJECT_ALONE "+%u", INJECT_BASE + i->links);
    snprintf(i->base, sizeof i->base, WORK_INJECT_ALONE "+%u", INJECT_BASE);
    plan->cells[at].name = i->work;
    return 0;
}

int inject_prepare(struct injections *all, const struct run_request *r, struct plan *plan)
{
    double per_link;
    int error = ticks_per_link(plan, &per_link);
    for (size_t k = 0; k < all->size && !error; k++)
        error = lengthen(plan, r, &all->data[k], per_link);
    return error;
}
