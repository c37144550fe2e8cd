/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_CONTEXTS_H
#define SYSTOLL_SUMMARY_CONTEXTS_H

#include "summary/parts.h"

/* Adds "to_hot" to each result of a cell in a context whose hot cell was measured too: what the
 * context makes of the cost, in the rounds that both are in, and of the kernel entries. Returns the
 * same by context and path, over all calls of the path together: an array, empty where no result
 * has it; NULL without memory. */
json_t *summary_contexts(const struct record *r, const struct parts *p, json_t *results);

#endif
