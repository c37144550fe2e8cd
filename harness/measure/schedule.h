/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SCHEDULE_H
#define SYSTOLL_SCHEDULE_H

#include "measure/plan.h"
#include "measure/sample.h"
#include "measure/worker.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Blocks in the order in which they are timed, each by one of a few workers; how a worker that
 * ended is replaced, and the cell found that ends workers. Who draws the blocks is rounds.c for a
 * run, with one worker, and bench/ab for two sides. */

enum { SCHEDULE_WORKERS = PLAN_WORKERS };

/* One block. */
struct step {
    uint32_t cell, worker;
    uint64_t n, warm; /* calls of the block, and untimed ones before */
    char side;        /* the drawer's own */
};

struct schedule;

/* What differs from user to user. */
struct schedule_user {
    /* Changes the plan's options for a worker that is about to start. */
    void (*choose)(struct schedule *s, unsigned worker, struct worker_options *o);
    /* The name of that cell's work in that worker; NULL: the cell is not to be timed. */
    const char *(*work)(const struct schedule *s, unsigned worker, size_t cell);
    /* NULL, or readies the system for what that worker does next; 0 or -errno. */
    int (*enter)(struct schedule *s, unsigned worker);
    /* Notes that the worker ended, and no cell is known to be at fault; its message says how. */
    void (*lost)(struct schedule *s, unsigned worker);
    /* Takes out a cell that the worker can't do; its message says why. 0 or -errno. */
    int (*bury)(struct schedule *s, unsigned worker, size_t cell);
};

struct schedule {
    struct plan *plan;
    unsigned launch; /* what plan_user draws the layout of a worker from */
    const struct schedule_user *user;
    void *arg; /* the user's own */

    struct worker *workers; /* from the first start on; too large for a stack */
    unsigned last;          /* the worker that was asked last: an error is its */
    unsigned buried;        /* cells, so far */
    bool moved;             /* a block of the last round was timed on another CPU */
    struct step *steps;
    struct sample *samples; /* by step, after schedule_carry_out */
    size_t size, room;
    char *requests;
};

/* Workers in the plan's places, started and kept as it says: rounds lose nothing but what
 * plan->loss says. */
extern const struct schedule_user plan_user;

/* A worker that has answered once, on the CPU that was asked for: how it fails later may be a
 * cell's fault. 0; -EINTR; or, with a sentence in the worker's message and in plan->why, -EPIPE
 * where it ended at once, each of three times, and -ENODEV where it can't be had for another
 * reason. */
int schedule_start(struct schedule *s, unsigned worker);
/* All workers that the plan's cells need; as schedule_start, and schedule_leave where that failed.
 */
int schedule_start_all(struct schedule *s);
/* Where that is how another worker than the first could not be started: takes out its cells, so
 * that the others go on without it, and gives 0; else the error as it is. */
int schedule_leave(struct schedule *s, unsigned worker, int error);
/* Whether it would. */
bool schedule_leaves(unsigned worker, int error);
/* Ends the workers. */
void schedule_stop(struct schedule *s);
/* Frees what the steps and the workers took. */
void schedule_free(struct schedule *s);

/* One block of a work, asked and read; short calls settle first. 0 or what worker_read_block gives.
 */
int schedule_block(struct schedule *s, unsigned worker, const char *work, uint64_t n,
                   struct sample *one);

/* So many calls and up to a fifth more, at random: against lockstep with the tick. */
uint64_t schedule_stretch(uint64_t *random, uint64_t n);
/* Forgets the steps, and makes room for that many; 0 or -ENOMEM. schedule_add drops those beyond.
 */
int schedule_begin(struct schedule *s, size_t most);
void schedule_add(struct schedule *s, struct step step);
/* Times the steps, worker by worker: the samples have the mould's launch and round. 0 or -errno. */
int schedule_carry_out(struct schedule *s, struct sample mould);

/* Whether the error is of a worker that ended or gave nonsense: one that is replaced. */
bool schedule_recoverable(int error);
/* Ends the worker that was asked last, which failed with that error, and has it noted. */
void schedule_lose(struct schedule *s, int error);
/* Whether that cell works, and all cells: by a block of its own in that worker, which serves. A
 * process may also be killed by others, so only a cell that ends several workers, or is refused or
 * not answered, is buried. 0, with a worker that serves; or as schedule_start. */
int schedule_try_cell(struct schedule *s, unsigned worker, size_t cell);
int schedule_try(struct schedule *s, unsigned worker);
/* After a step failed with such an error: ends the worker that was asked last, starts it again, and
 * takes out the cell that ends it, or all of its where it can't be had any more. Where no cell is
 * at fault, plan->lost counts the round that went with it. 0; -ECHILD where no cell is left; or as
 * schedule_start. */
int schedule_recover(struct schedule *s, int error);
/* Buries a cell on which the worker failed with that error, and starts it again where it ended. */
int schedule_bury(struct schedule *s, unsigned worker, size_t cell, int error);

#endif
