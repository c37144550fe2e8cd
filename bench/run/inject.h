/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INJECT_H
#define SYSTOLL_INJECT_H

#include "measure/plan.h"
#include "run/request.h"

enum { INJECTIONS = 4 };

/* The most that may be asked for: INJECT_LINKS links at 8 GHz. INJECT_BASE links stand in every
 * lengthened cell, and in what it is compared with: a shorter chain hides behind its call and
 * return.
 */
enum { INJECT_MAX_NS = 500, INJECT_BASE = 64 };

/* A chain that lengthens one cell, for trials and for seeing a gate work. Its own size is measured
 * in the same rounds: what links on top of a chain that is bound by its latency cost more. */
struct injection {
    char cell[CELL_NAME];
    double ns; /* as asked for */
    unsigned links;
    char work[CELL_NAME + 8], chain[CELL_NAME], base[CELL_NAME]; /* names for the worker */
};

struct injections {
    struct injection data[INJECTIONS];
    size_t size;
};

/* Adds one that is asked for as CELL=NS. False, with a sentence in error. */
bool inject_take(struct injections *all, const char *text, char *error, size_t error_size);

/* Whether every injected cell is among those to be measured; else false, with a sentence in error.
 */
bool inject_check(const struct injections *all, const struct run_request *r, char *error,
                  size_t error_size);

/* Turns nanoseconds into links by timing a chain in a worker, and gives the injected cells of the
 * plan the lengthened work. Every cell must be among the request's, and be measured. 0, -EINVAL for
 * a cell that is not or whose loop has no such twin, or -errno. */
int inject_prepare(struct injections *all, const struct run_request *r, struct plan *plan);

#endif
