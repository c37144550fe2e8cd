/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELFTEST_TIMING_H
#define SYSTOLL_SELFTEST_TIMING_H

#include "selftest/selftest.h"

/* Nanoseconds a call of the cell, from some 45 blocks of the shortest length; NAN with a reason. */
double selftest_ns(const struct selftest *st, const char *cell, const char **reason);

#endif
