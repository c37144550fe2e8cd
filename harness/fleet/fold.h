/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_FOLD_H
#define SYSTOLL_FLEET_FOLD_H

#include <jansson.h>
#include <stddef.h>

/* Hosts' names as one set, "node[001-014,017],login1", as ClusterShell and Slurm read them: by the
 * last number of a name's first part, or of the whole where that is a number alone. Each name
 * once, whatever order they come in. A malloc'ed string, or NULL without memory. */
char *fleet_fold(const char *const *names, size_t size);
/* The same as a string of JSON: a new reference, or NULL. */
json_t *fleet_fold_json(const char *const *names, size_t size);

#endif
