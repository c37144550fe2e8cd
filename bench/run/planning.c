/* SPDX-License-Identifier: MIT */
#include "run/planning.h"

#include "matrix/work_names.h"
#include "measure/clock.h"
#include "measure/plan_time.h"
#include "run/own.h"
#include "text/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { OWN_WORKS = 3 };

/* Of the whole time, what is kept for the end: frequency, summary, the files. */
static const double end_share = 0.02, least_seconds = 0.2;

void plan_work(struct plan *plan, const char *name)
{
    plan->cells[plan->size++] = (struct plan_cell){.name = name, .live = true, .aid = true};
}

/* The first worker is this program in the first place; each other place and program has one of its
 * own. */
static unsigned worker_of(struct session *s, const struct cell *cell)
{
    struct plan *plan = &s->plan;
    const struct plan_program *program = cell->program == programs ? NULL : &s->i386;
    unsigned worker = 0;
    if (cell->place == places && !program)
        return worker;
    while (++worker <= plan->workers &&
           (plan->places[worker] != cell->place->name || plan->programs[worker] != program))
        ;
    if (worker > plan->workers) {
        plan->workers = worker;
        plan->places[worker] = cell->place->name;
        plan->programs[worker] = program;
    }
    return worker;
}

static void plan_cell(struct session *s, const struct cell *cell)
{
    const struct context *context = cell->place->context;
    const uint64_t single = context ? context->calls : 0;
    /* slow: else which of its two costs a vsyscall shows depends on what ran before (method.md) */
    s->plan.cells[s->plan.size++] =
        (struct plan_cell){.name = cell->name,
                           .live = true,
                           .worker = worker_of(s, cell),
                           .counted = true,
                           .single = single,
                           .slow = cell->path->settles && !single && !s->request.exact};
}

/* The cells, then the harness's own works: the record names them by these indices. */
static int plan_cells(struct session *s)
{
    struct plan *plan = &s->plan;
    plan->cells =
        calloc(s->request.cells_size + OWN_WORKS + 2 * s->injections.size, sizeof *plan->cells);
    if (!plan->cells)
        return -ENOMEM;
    for (size_t i = 0; i < s->request.cells_size; i++)
        plan_cell(s, &s->request.cells[i]);
    plan_work(plan, WORK_EMPTY);
    plan_work(plan, WORK_CANARY_ADD);
    plan_work(plan, WORK_CANARY_MUL);
    return 0;
}

/* A run has so many of each cell, however long that takes. */
static unsigned least_blocks(const struct run_request *r)
{
    unsigned rounds = r->rounds && r->rounds < PLAN_LEAST_ROUNDS ? r->rounds : PLAN_LEAST_ROUNDS;
    return r->least_blocks ? r->least_blocks : r->launches * rounds;
}

int session_carry(struct session *s)
{
    const char *why = NULL;
    for (size_t i = 0; i < s->request.cells_size; i++) {
        struct cell *cell = &s->request.cells[i];
        if (cell->program == programs)
            continue;
        if (!s->i386.image) {
            why = carried_make(&s->carried);
            s->i386 = (struct plan_program){s->carried.path, &s->carried.image};
        }
        cell->state = why ? CELL_SKIPPED : cell->state;
        text_say(cell->reason, sizeof cell->reason, "%s", why ? why : "");
    }
    return 0;
}

int session_plan(struct session *s)
{
    struct plan *plan = &s->plan;
    const char *program = own_program();
    if (!program)
        return -errno;
    plan->empty = WORK_EMPTY;
    plan->launches = s->request.launches;
    plan->rounds = s->request.rounds;
    plan->seconds = s->request.seconds;
    plan->least_blocks = least_blocks(&s->request);
    plan->seed = s->request.seed;
    plan->stop = s->request.stop;
    bool looked = image_own(&s->image) == 0 || image_of(&s->image, program) == 0;
    plan->worker = (struct worker_options){.program = program,
                                           .image = looked ? &s->image : NULL,
                                           .cpu = s->request.cpu,
                                           .allowed = s->allowed,
                                           .timebase = timebase_name(plan->timebase.kind)};
    return plan_cells(s);
}

int session_expect(struct session *s)
{
    double left = s->request.seconds * (1 - end_share) - (clock_seconds() - s->readings.seconds);
    s->plan.seconds = fmax(left, least_seconds);
    s->expected = s->request.exact ? 0 : plan_expect(&s->plan);
    return 0;
}
