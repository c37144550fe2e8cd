/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MACHINE_WARNINGS_H
#define SYSTOLL_MACHINE_WARNINGS_H

#include <jansson.h>

/* Sentences on what spoils a measurement on this CPU (governor, SMT sibling, tracers, seccomp,
 * ...): a new JSON array of strings, empty where there is nothing to say. */
json_t *machine_warnings(const json_t *machine, const char *root, int cpu);

#endif
