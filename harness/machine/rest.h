/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MACHINE_REST_H
#define SYSTOLL_MACHINE_REST_H

#include <jansson.h>

/* That part of machine_describe. 0, or -1 without memory; what cannot be read stays out of the
 * object. */
int machine_rest(json_t *rest, const char *root, int cpu);

#endif
