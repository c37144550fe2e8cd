/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SITE_H
#define SYSTOLL_SITE_H

#include <stdint.h>

/* Where a loop calls from. A branch predictor remembers one target for a call site cheaply and
 * several at the price of 1 to 3 cycles a call, so a site that cells share makes each of them
 * slower than it is in a program; and on some cores what a short call costs differs between equal
 * sites, and for one site between processes (docs/method.md). So each cell has SITE_COPIES copies
 * of its loop, a page of the program's text that no other has, and its blocks go round them. No
 * memory has to be made executable. */
typedef uint64_t site_loop(void *target, uint64_t n);

/* The first copy for a cell whose loop is one with an indirect call (loop_call, loop_call5,
 * loop_call_inject); another loop as it is. NULL where all pages are taken. */
site_loop *site_own(site_loop *loop);

/* The copy after this one, from the last of its page the first; another loop as it is. */
site_loop *site_turn(site_loop *copy);

#endif
