/* SPDX-License-Identifier: MIT */
#include "ab/ab.h"

#include "matrix/inject.h"
#include "matrix/work_names.h"
#include "measure/random.h"
#include "undo/shell.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOW = 300, START_TRIES = 3 };

static const char *const side_names[AB_SIDES] = {"a", "b"};

static int side_of(enum ab_worker w)
{
    return w == AB_B ? AB_B : AB_A;
}

const char *ab_work(const struct ab *ab, size_t cell, char side)
{
    return side == 'b' ? ab->session->plan.cells[cell].name : ab->plain[cell];
}

int ab_enter(struct ab *ab, int side)
{
    char how[HOW];
    const char *command = ab->sides[side].enter;
    if (!command || ab->entered == side)
        return 0;
    const struct shell s = {
        .stop = ab->session->stop, .started = undo_started, .arg = &ab->journal};
    ab->entered = -1;
    if (plan_stopping(&ab->session->plan))
        return -EINTR;
    int error = shell_run(&s, command, how, sizeof how);
    if (error == -EINTR)
        return error;
    if (error)
        snprintf(ab->error, sizeof ab->error, "--enter-%s: `%.400s` %s", side_names[side], command,
                 how);
    else
        ab->entered = side;
    return error;
}

void ab_lose(struct ab *ab, int error)
{
    struct worker *w = &ab->workers[ab->last];
    worker_say_end(w, error, worker_stop(w));
    session_keep_line(ab->session, json_pack("{s:s, s:s, s:s}", "type", "lost", "side",
                                             side_names[side_of(ab->last)], "reason", w->message));
}

/* One that died at once is replaced: anything may be killed by others. */
static int start(struct ab *ab, enum ab_worker w)
{
    int side = side_of(w);
    struct worker_options o = ab->session->plan.worker;
    const char *program = ab->sides[side].program;
    o.prefix = *ab->sides[side].command ? ab->words[side] : NULL;
    o.program = program ? program : o.program;
    o.image = !program ? o.image : strchr(program, '/') ? &ab->images[side] : NULL;
    ab->last = w;
    for (int i = 1;; i++) {
        o.layout_seed = random_next(&ab->random);
        int error = plan_start_worker(&ab->session->plan, &o, &ab->workers[w]);
        if (error != -EPIPE || i == START_TRIES)
            return error;
        ab_lose(ab, error);
    }
}

int ab_start(struct ab *ab)
{
    int error = 0;
    ab_stop(ab);
    for (int w = 0; w < AB_WORKERS && !error; w++)
        error = start(ab, (enum ab_worker)w);
    return error;
}

void ab_stop(struct ab *ab)
{
    for (int w = 0; w < AB_WORKERS; w++)
        worker_stop(&ab->workers[w]);
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
    if (!ab->plain || !ab->live)
        return -ENOMEM;
    for (size_t i = 0; i < s->cells_size; i++)
        if (strchr(s->plan.cells[i].name, '+'))
            snprintf(ab->plain[i], sizeof ab->plain[i], "%s+%d", s->cells[i].name, INJECT_BASE);
        else
            snprintf(ab->plain[i], sizeof ab->plain[i], "%s", s->cells[i].name);
    return 0;
}

/* Whether the side's command leads to a worker at all. */
static int try_side(struct ab *ab, int side)
{
    int error = start(ab, (enum ab_worker)side);
    if (!error || error == -EINTR || *ab->error)
        return error;
    const struct ab_side *of = &ab->sides[side];
    const char *program = of->program ? of->program : "";
    snprintf(ab->error, sizeof ab->error, "--%s%s: `%.400s%s%.400s` starts no worker: %s",
             *of->command || !*program ? "" : "program-", side_names[side], of->command,
             *of->command && *program ? " " : "", program, ab->workers[side].message);
    return error;
}

static int note_broken(struct ab *ab, size_t cell, int side, const char *reason)
{
    ab->live[cell] = false;
    return session_keep_line(ab->session,
                             json_pack("{s:s, s:s, s:i, s:s}", "type", "broken", "side",
                                       side_names[side], "cell", (int)cell, "reason", reason));
}

/* A cell is broken where it ends several workers, or is refused or not answered. */
static int try_cell(struct ab *ab, size_t cell, int side)
{
    struct sample s;
    struct worker *w = &ab->workers[side];
    const char *work = ab_work(ab, cell, *side_names[side]);
    for (int i = 1;; i++) {
        ab->last = (enum ab_worker)side;
        int error = plan_ask_block(w, work, ab->session->plan.cells[cell].n, &s);
        if (!error || error == -EINTR)
            return error;
        bool alive = error == -EREMOTEIO, broken = error != -EPIPE || i == START_TRIES;
        worker_say_end(w, error, alive ? 0 : worker_stop(w));
        if (!broken)
            ab_lose(ab, error);
        error = broken ? note_broken(ab, cell, side, w->message) : 0;
        if (!error && !alive)
            error = start(ab, (enum ab_worker)side);
        if (error || broken)
            return error;
    }
}

static int try_cells(struct ab *ab)
{
    int error = 0;
    for (size_t i = 0; i < ab->session->cells_size; i++)
        ab->live[i] = ab->session->plan.cells[i].live;
    for (int side = 0; side < AB_SIDES && !error; side++) {
        error = ab_enter(ab, side);
        if (!error)
            error = try_side(ab, side);
        for (size_t i = 0; i < ab->session->cells_size && !error; i++)
            if (ab->session->plan.cells[i].live)
                error = try_cell(ab, i, side);
    }
    ab_stop(ab);
    return error;
}

static json_t *describe(const struct ab *ab)
{
    const struct ab_side *a = &ab->sides[AB_A], *b = &ab->sides[AB_B];
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:f, s:f, s:O?}", "type", "ab",
                     "a", a->command, "b", b->command, "program_a", a->program, "program_b",
                     b->program, "enter_a", a->enter, "enter_b", b->enter, "undo", ab->undo,
                     "margin", ab->margin, "budget", ab->budget, "noise", ab->noise);
}

int ab_open(struct ab *ab)
{
    ab->random = ab->session->seed;
    ab->entered = -1;
    int error = session_keep_line(ab->session, describe(ab));
    for (int side = 0; side < AB_SIDES && !error; side++)
        error = make_words(ab, side);
    for (int side = 0; side < AB_SIDES; side++)
        if (ab->sides[side].program)
            image_of(&ab->images[side], ab->sides[side].program);
    if (!error)
        error = make_names(ab);
    if (!error && ab->undo)
        error = undo_arm(&ab->journal, ab->undo, ab->error, sizeof ab->error);
    return error ? error : try_cells(ab);
}

int ab_close(struct ab *ab)
{
    ab_stop(ab);
    int error = undo_run(&ab->journal, ab->error, sizeof ab->error);
    undo_close(&ab->journal);
    for (int side = 0; side < AB_SIDES; side++)
        free(ab->prefix[side]);
    free(ab->plain);
    free(ab->live);
    free(ab->steps);
    return error;
}
