/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_H
#define SYSTOLL_AB_H

#include "measure/schedule.h"
#include "run/session.h"
#include "stats/pairs.h"
#include "undo/undo.h"

#include <limits.h>

/* Two things timed alternately in one session, B against A, and A against itself. */

enum { AB_SIDES = 2, AB_ERROR = UNDO_SENTENCE };

/* Of a cell, before it can be decided: so many in a round, and so many rounds until the first look.
 */
enum { AB_BLOCKS = 2 * PAIRED_GROUP, AB_LEAST_BLOCKS = PAIRS_FIRST_LOOK * AB_BLOCKS };

/* A's and B's first worker, and A's second, which is compared with its first. */
enum ab_worker { AB_A, AB_B, AB_A2 };

/* One side: what the caller fills in. Texts are verbatim, for sh. */
struct ab_side {
    const char *command; /* goes before the worker's own; "": none */
    const char *program; /* a systoll; NULL: this one */
    const char *enter;   /* NULL, or puts the system into this side's state */
};

struct ab {
    struct session *session; /* prepared, and not the owner's to use meanwhile */
    struct ab_side sides[AB_SIDES];
    const char *undo;    /* NULL, or puts the system back */
    struct undo journal; /* from undo_open, with needed where there is an undo */
    double margin;       /* a share */
    double budget;       /* seconds for all that is timed */
    json_t *noise;       /* NULL, or shares by the names of cells */
    unsigned looks;      /* at most so many of PAIRS_LOOKS */

    char error[AB_ERROR];                 /* a sentence on what failed, "" where strerror says it */
    char *prefix[AB_SIDES];               /* the shell's words for worker_options */
    char *words[AB_SIDES][5];             /* ends with NULL */
    char (*plain)[CELL_NAME + 8];         /* the works' names on A's side */
    char paths[AB_SIDES][PATH_MAX];       /* of a side's own program */
    struct image images[AB_SIDES];        /* and what was there */
    bool *live;                           /* by the plan's cells: not decided yet */
    bool *broken;                         /* likewise: a side can't do it */
    unsigned groups;                      /* of each pair and cell in a round */
    double launch_seconds, round_seconds; /* of a round with one group of each pair */
    size_t measured;                      /* cells that the latter had */
    struct schedule schedule;             /* with enum ab_worker */
    int entered;                          /* the side whose state the system is in; -1: neither */
    uint64_t random;
};

#endif
