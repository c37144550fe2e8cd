/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PLAN_H
#define SYSTOLL_PLAN_H

#include "measure/sample.h"
#include "measure/timebase.h"
#include "measure/worker.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PLAN_REASON = WORKER_MESSAGE,
    PLAN_REQUEST = 192,       /* the longest request line for a block or a batch */
    PLAN_BATCH_NS = 500,      /* the shortest batch, where the quantum allows it */
    PLAN_SHORT_CALLS = 10000, /* a block of so many calls is one of short calls */
    PLAN_LEAST_ROUNDS = 3,    /* of a launch, where their number is not given */
    PLAN_WORKERS = 48,        /* of one launch */
    PLAN_SETTLING = 20        /* to settle takes so many blocks, untimed (docs/method.md) */
};

/* One thing to time: a work that every worker finds by its name. */
struct plan_cell {
    const char *name;
    unsigned worker;  /* which of the plan's times it */
    bool live;        /* false: left out, from the start or since it broke a worker */
    bool counted;     /* kernel entries and events are of interest, and small batches */
    bool unfit;       /* dead for want of time alone: what is counted can be, though */
    bool aid;         /* timed for the sake of others: alone it is not worth a round */
    bool slow;        /* to come into the state that its loop stays in; short calls are anyhow */
    uint64_t single;  /* 0, or of how many single calls a block is: these are not calibrated */
    uint64_t n;       /* repetitions of a block; set by plan_calibrate */
    uint64_t batch_n; /* 0: there are no batches of it */
    double ticks;     /* of a block; set with n */
    double asking;    /* seconds that asking for a block takes besides it; set with n */
    double readying;  /* and the first time in a worker, which makes the work ready, so many more */
    char reason[PLAN_REASON]; /* why it went dead */
};

/* A program that workers are started from. */
struct plan_program {
    const char *path;
    const struct image *image; /* as worker_options.image */
};

/* What is to be run, and how. */
struct plan {
    struct plan_cell *cells;
    size_t size;
    const char *empty; /* the name of the work that does nothing */
    unsigned launches;
    unsigned rounds;       /* of a launch; 0: as many as the time allows */
    double seconds;        /* for all launches together */
    unsigned least_blocks; /* of a cell, whatever the time; 0: the time does not bind */
    uint64_t seed;
    struct timebase timebase;
    double hz;            /* ticks per second, for the lengths of blocks */
    double batch_seconds; /* of the shortest batch; set by plan_calibrate */
    double starting;      /* seconds to start and end the workers of a launch; as batch_seconds */
    struct worker_options worker;
    const char *places[PLAN_WORKERS];                  /* of each worker, as worker_options.place */
    const struct plan_program *programs[PLAN_WORKERS]; /* of each; NULL: as worker has it */
    unsigned workers;       /* besides the first, which is always there */
    unsigned lost;          /* rounds that went with a worker which died though every cell works */
    char loss[PLAN_REASON]; /* how the last of these workers ended */
    unsigned moved;         /* rounds whose worker was taken off its CPU */
    char why[PLAN_REASON]; /* a sentence on what a call here failed of; "" where strerror says it */
    const volatile sig_atomic_t *stop; /* 1: stop at the round's end; 2: at once */
};

/* Leaves out cells for which the plan's seconds have no room, where all of them together don't fit:
 * those whose blocks take more than their share, each with its reason. By the shortest block that
 * is worth timing before plan_calibrate; by its own after that. */
void plan_fit(struct plan *plan);

/* What a block of the cell and settling before it take, in seconds. */
double plan_turn_seconds(const struct plan *plan, const struct plan_cell *cell);

/* Whether what the cell causes is to be counted. */
bool plan_counts(const struct plan_cell *cell);

bool plan_stopping(const struct plan *plan);
/* A seed of its own for every launch, so that one launch's length does not change the next. */
uint64_t plan_launch_seed(const struct plan *plan, unsigned launch);
/* Whether a block was timed on another CPU than the plan's. */
bool plan_moved(const struct plan *plan, const struct sample *s);
/* Whether a cell is left that is worth a round. */
bool plan_alive(const struct plan *plan);
/* 0, or -ECHILD where none is, with a sentence in plan->why. */
int plan_none_left(struct plan *plan);
/* Whether that worker has a cell to time, or is the first. */
bool plan_needs(const struct plan *plan, unsigned worker);
/* A cell of short calls: under 10 ns, by the length of its block. */
bool plan_is_short(const struct plan_cell *cell);
/* In how many blocks' time the cell has to settle after the block of another, or of none (NULL):
 * short calls have to but after others. 0 or PLAN_SETTLING. */
uint64_t plan_settling(const struct plan_cell *cell, const struct plan_cell *before);
/* Takes a cell out of the run. */
void plan_bury(struct plan_cell *cell, const char *reason);
/* The empty work takes no longer for any n: it is timed as it is. */
bool plan_is_empty(const struct plan *plan, const struct plan_cell *cell);

#endif
