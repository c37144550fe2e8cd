/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CELL_H
#define SYSTOLL_CELL_H

#include "kernel/vsyscall.h"
#include "matrix/calls.h"
#include "matrix/paths.h"
#include "matrix/places.h"
#include "matrix/programs.h"
#include "measure/work.h"

enum cell_state { CELL_MEASURED, CELL_SKIPPED, CELL_FAILED };

enum { CELL_NAME = 96, CELL_REASON = 1024, CELL_NOTE = 80 };

/* One call on one path in one place: what is measured, skipped or failed. Holds pointers into the
 * tables and, once ready, into memory that lives as long as the process. */
struct cell {
    char name[CELL_NAME];          /* [i386/]path:call[:clock][@place] */
    const struct program *program; /* that times it */
    const struct path *path;
    const struct call *call;
    const struct clock_name *clock; /* NULL where the call takes none */
    const struct place *place;
    const struct call *answer; /* the call whose answer the path gives: as it is read and checked */
    enum cell_state state;
    char reason[CELL_REASON]; /* "" while the state is CELL_MEASURED */
    char note[CELL_NOTE];     /* what its path says of itself once it is proved; else "" */
    void *scratch;            /* scratch_size of what it writes, below 4 GiB */
    struct target target;     /* as it is timed */
    struct work work;         /* the loop over target */
};

/* Calls each cell of the matrix in that place, program by program and in the tables' order, until
 * one call gives false. */
void cell_each(const struct place *place, bool (*each)(const struct cell *cell, void *arg),
               void *arg);

/* Copies the cell of that name, which may be with @hot or without; false where there is none. */
bool cell_by_name(const char *name, struct cell *cell);

/* Resolves a cell of the running program: its work can be run afterwards where the state is still
 * CELL_MEASURED. */
void cell_ready(struct cell *cell);

/* Lengthens the work of a ready cell by a chain of so many links, at most INJECT_LINKS (loops.h);
 * false where its loop has no such twin. For trials, and for seeing a gate work. */
bool cell_inject(struct cell *cell, unsigned links);

/* Readies the cell, tries it in a child, then checks one call in this process: poisoned scratch,
 * the bytes written, the return value, and the reading between two of the system call's own. Leaves
 * state, reason and note. vs says what to blame where the vsyscall page traps. */
void cell_prove(struct cell *cell, const struct vsyscall *vs);

const char *cell_state_name(enum cell_state state); /* "measured", "skipped", "failed" */

#endif
