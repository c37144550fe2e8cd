/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PROGRAMS_H
#define SYSTOLL_PROGRAMS_H

#include "matrix/paths.h"

/* A program that times cells: its ABI is a cell's, as records have it, and it has paths of its own.
 */
struct program {
    const char *abi, *help;
    const char *prefix; /* of its cells' names */
    enum abi numbers;   /* of its own system calls */
    const struct path *paths;
};

/* The first one is the running program, whose cells alone it can ready, prove and time; for the
 * others it starts workers. Ends with a row without an ABI. */
extern const struct program programs[];

/* The program of that ABI; NULL where there is none, and for NULL. */
const struct program *program_named(const char *abi);

/* The path of that name, or NULL. */
const struct path *program_path(const struct program *program, const char *name);

/* The path that the program's others are checked against. */
const struct path *program_reference(const struct program *program);

/* What times the call on the path. */
uint64_t (*path_loop(const struct path *path, const struct call *call))(void *target, uint64_t n);

/* The row by which what the path answers is read and checked. */
const struct call *path_answer(const struct path *path, const struct call *call);

/* Whether the path has the call on any machine, and whether its cell of the call exists. */
bool program_offers(const struct program *program, const struct path *path,
                    const struct call *call);
bool program_shows(const struct program *program, const struct path *path, const struct call *call);

#endif
