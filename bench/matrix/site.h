/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SITE_H
#define SYSTOLL_SITE_H

#include <stdint.h>

/* A copy of a calling loop (loop_call, loop_call5, loop_call_inject) that nobody has yet, at the
 * beginning of a page; another loop as it is. NULL where all copies are taken. A branch predictor
 * remembers one target for a call site cheaply and several at the price of 1 to 3 cycles a call
 * (docs/method.md), so a call site that cells share makes each of them slower than it is in a
 * program. The copies are part of the program's text: no memory has to be made executable. */
uint64_t (*site_own(uint64_t (*loop)(void *target, uint64_t n)))(void *, uint64_t);

#endif
