/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_PARALLEL_H
#define SYSTOLL_CMD_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

/* Calls one(arg, i) for each i below size, in this thread and in one for each further CPU, fewer
 * where they can't be had: whoever is free takes the next. After a false no more are taken. Whether
 * all were true. */
bool parallel_each(size_t size, bool (*one)(void *arg, size_t i), void *arg);

#endif
