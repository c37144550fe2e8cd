/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INJECT_H
#define SYSTOLL_INJECT_H

#include "run/session.h"

/* The most that may be asked for: INJECT_LINKS links at 8 GHz. INJECT_BASE links stand in every
 * lengthened cell, and in what it is compared with: a shorter chain hides behind its call and
 * return.
 */
enum { INJECT_MAX_NS = 500, INJECT_BASE = 64 };

/* Reads CELL=NS into an injection. False, with a sentence in error. */
bool inject_parse(const char *text, struct injection *i, char *error, size_t error_size);

/* Whether every injected cell is among the session's; else false, with a sentence in error. */
bool inject_check(const struct session *s, char *error, size_t error_size);

/* Turns nanoseconds into links by timing a chain in a worker, and gives the injected cells' workers
 * the lengthened work. Every cell must be among the session's, and be measured. 0, -EINVAL for a
 * cell that is not or whose loop has no such twin, or -errno. */
int inject_prepare(struct session *s);

#endif
