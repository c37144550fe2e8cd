/* SPDX-License-Identifier: MIT */
#include "ab/ab_workers.h"

#include "matrix/work_names.h"
#include "measure/random.h"
#include "run/inject.h"
#include "text/text.h"
#include "undo/shell.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOW = 300, AB_WORKERS = 3 /* A, B and A again */ };
enum { FIRST_N = 16, BLOCK_TRIES = 3 };

static const double longer_most = 4;

static const char *const side_names[AB_SIDES] = {"a", "b"};

static int side_of(unsigned worker)
{
    return worker == AB_B ? AB_B : AB_A;
}

int ab_enter(struct ab *ab, int side)
{
    char how[HOW];
    const char *command = ab->sides[side].enter;
    if (!command || ab->entered == side)
        return 0;
    const struct shell s = {
        .stop = ab->session->request.stop, .started = undo_started, .arg = &ab->journal};
    ab->entered = -1;
    if (plan_stopping(&ab->session->plan))
        return -EINTR;
    int error = shell_run(&s, command, how, sizeof how);
    if (error == -EINTR)
        return error;
    if (error)
        text_say(ab->error, sizeof ab->error, "--enter-%s: `%s` %s", side_names[side], command,
                 how);
    else
        ab->entered = side;
    return error;
}

static int enter_for(struct schedule *s, unsigned worker)
{
    return ab_enter(s->arg, side_of(worker));
}

/* What is compared with A itself does not run B's injected chain. */
static const char *name_work(const struct schedule *s, unsigned worker, size_t cell)
{
    const struct ab *ab = s->arg;
    if (cell >= ab->session->request.cells_size || !ab->live[cell])
        return NULL;
    return worker == AB_B ? ab->session->plan.cells[cell].name : ab->plain[cell];
}

static void choose_side(struct schedule *s, unsigned worker, struct worker_options *o)
{
    struct ab *ab = s->arg;
    int side = side_of(worker);
    o->prefix = *ab->sides[side].command ? ab->words[side] : NULL;
    if (ab->sides[side].program) {
        o->program = ab->paths[side];
        o->image = &ab->images[side];
    }
    o->layout_seed = random_next(&ab->random);
}

static void note_loss(struct schedule *s, unsigned worker)
{
    struct ab *ab = s->arg;
    log_keep(&ab->session->log,
             json_pack("{s:s, s:s, s:s}", "type", "lost", "side", side_names[side_of(worker)],
                       "reason", s->workers[worker].message));
}

/* It stays live until the other side was tried too: what neither can do is no regression. */
static int note_broken(struct schedule *s, unsigned worker, size_t cell)
{
    struct ab *ab = s->arg;
    ab->broken[cell] = true;
    return log_keep(&ab->session->log, json_pack("{s:s, s:s, s:i, s:s}", "type", "broken", "side",
                                                 side_names[side_of(worker)], "cell", (int)cell,
                                                 "reason", s->workers[worker].message));
}

static const struct schedule_user two_sides = {.choose = choose_side,
                                               .work = name_work,
                                               .enter = enter_for,
                                               .lost = note_loss,
                                               .bury = note_broken};

int ab_start(struct ab *ab)
{
    int error = 0;
    schedule_stop(&ab->schedule);
    for (unsigned w = 0; w < AB_WORKERS && !error; w++)
        error = schedule_start(&ab->schedule, w);
    return error;
}

/* The command stays the user's text; sh puts the worker's words in "$@" behind it. */
static int make_words(struct ab *ab, int side)
{
    static char shell[] = "sh", flag[] = "-c";
    if (asprintf(&ab->prefix[side], "%s \"$@\"", ab->sides[side].command) < 0) {
        ab->prefix[side] = NULL;
        return -ENOMEM;
    }
    char *words[] = {shell, flag, ab->prefix[side], shell, NULL};
    memcpy(ab->words[side], words, sizeof words);
    return 0;
}

/* On A's side an injected cell has the chain too, but none of the links that were asked for. */
static int make_names(struct ab *ab)
{
    const struct session *s = ab->session;
    ab->plain = calloc(s->plan.size + 1, sizeof *ab->plain);
    ab->live = calloc(s->plan.size + 1, sizeof *ab->live);
    ab->broken = calloc(s->plan.size + 1, sizeof *ab->broken);
    if (!ab->plain || !ab->live || !ab->broken)
        return -ENOMEM;
    for (size_t i = 0; i < s->request.cells_size; i++)
        if (strchr(s->plan.cells[i].name, '+'))
            snprintf(ab->plain[i], sizeof ab->plain[i], "%s+%d", s->request.cells[i].name,
                     INJECT_BASE);
        else
            snprintf(ab->plain[i], sizeof ab->plain[i], "%s", s->request.cells[i].name);
    return 0;
}

/* Whether the side's command leads to a worker at all. */
static int try_side(struct ab *ab, int side)
{
    int error = schedule_start(&ab->schedule, (unsigned)side);
    if (!error || error == -EINTR || *ab->error)
        return error;
    const struct ab_side *of = &ab->sides[side];
    const char *program = of->program ? of->program : "";
    text_say(ab->error, sizeof ab->error, "--%s%s: `%s%s%s` starts no worker: %s",
             *of->command || !*program ? "" : "program-", side_names[side], of->command,
             *of->command && *program ? " " : "", program, ab->schedule.workers[side].message);
    return error;
}

/* The shortest block of a cell in B; of a few where it is long, as one may have been interrupted.
 */
static int shortest_block(struct ab *ab, const struct plan_cell *c, uint64_t n, double *ticks)
{
    struct sample one = {0};
    int error = 0;
    *ticks = INFINITY;
    for (int i = 0; i<BLOCK_TRIES && * ticks> c->ticks / 4 && !error; i++) {
        error = schedule_block(&ab->schedule, AB_B, c->name, n, &one);
        *ticks = fmin(*ticks, (double)one.ticks);
    }
    return error;
}

/* How many times longer a block takes in B; found by ever longer ones, each at most a quarter. */
static int compare_lengths(struct ab *ab, const struct plan_cell *c, double *longer)
{
    double ticks = 0;
    int error = 0;
    for (uint64_t n = FIRST_N; n < c->n && ticks < c->ticks / 4 && !error; n *= 2) {
        error = shortest_block(ab, c, n, &ticks);
        *longer = ticks / (double)n / c->ticks * (double)c->n;
    }
    return error;
}

/* Blocks are as long as A needs them. Where B is many times slower they have fewer calls, or B's
 * would take the time of all others; so large a change is seen by shorter ones of A too. */
static int shorten_blocks(struct ab *ab)
{
    int error = 0;
    for (size_t i = 0; i < ab->session->request.cells_size && !error; i++) {
        struct plan_cell *c = &ab->session->plan.cells[i];
        double longer = 1;
        if (!ab->live[i] || ab->broken[i])
            continue;
        error = compare_lengths(ab, c, &longer);
        if (schedule_recoverable(error)) /* a trial of the cell says why */
            error = try_side(ab, AB_B);
        else if (longer > longer_most) {
            c->ticks *= longer_most / longer;
            c->n = (uint64_t)fmax(longer_most / longer * (double)c->n, 1);
        }
    }
    return error;
}

/* Takes out what a side can't do, by a worker of its own. */
static int try_cells(struct ab *ab)
{
    int error = 0;
    for (int side = 0; side < AB_SIDES && !error; side++) {
        error = ab_enter(ab, side);
        if (!error)
            error = try_side(ab, side);
        if (!error && side == AB_B)
            error = shorten_blocks(ab);
        if (!error)
            error = schedule_try(&ab->schedule, (unsigned)side);
    }
    for (size_t i = 0; i < ab->session->request.cells_size; i++)
        ab->live[i] = ab->live[i] && !ab->broken[i];
    schedule_stop(&ab->schedule);
    return error;
}

int ab_recover(struct ab *ab, int error)
{
    schedule_lose(&ab->schedule, error);
    error = try_cells(ab);
    return error ? error : ab_start(ab);
}

static json_t *describe_sides(const struct ab *ab)
{
    const struct ab_side *a = &ab->sides[AB_A], *b = &ab->sides[AB_B];
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:f, s:f, s:O?}", "type", "ab",
                     "a", a->command, "b", b->command, "program_a", a->program, "program_b",
                     b->program, "enter_a", a->enter, "enter_b", b->enter, "undo", ab->undo,
                     "margin", ab->margin, "budget", ab->budget, "noise", ab->noise);
}

int ab_open(struct ab *ab)
{
    ab->random = ab->session->request.seed;
    ab->entered = -1;
    ab->schedule = (struct schedule){.plan = &ab->session->plan, .user = &two_sides, .arg = ab};
    int error = log_keep(&ab->session->log, describe_sides(ab));
    for (int side = 0; side < AB_SIDES && !error; side++)
        error = make_words(ab, side);
    for (int side = 0; side < AB_SIDES; side++)
        if (ab->sides[side].program) {
            image_find(ab->sides[side].program, ab->paths[side], sizeof ab->paths[side]);
            image_of(&ab->images[side], ab->paths[side]);
        }
    if (!error)
        error = make_names(ab);
    if (!error && ab->undo)
        error = undo_arm(&ab->journal, ab->undo, ab->error, sizeof ab->error);
    for (size_t i = 0; i < ab->session->request.cells_size && !error; i++)
        ab->live[i] = ab->session->plan.cells[i].live;
    return error ? error : try_cells(ab);
}

int ab_close(struct ab *ab)
{
    schedule_stop(&ab->schedule);
    int error = undo_run(&ab->journal, ab->error, sizeof ab->error);
    undo_close(&ab->journal);
    for (int side = 0; side < AB_SIDES; side++)
        free(ab->prefix[side]);
    free(ab->plain);
    free(ab->live);
    free(ab->broken);
    schedule_free(&ab->schedule);
    return error;
}
