/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELFTEST_CLOCK_H
#define SYSTOLL_SELFTEST_CLOCK_H

#include "selftest/selftest.h"

/* Takes the CPU, and reads what the tests share. 0; or -errno with the reason in *why. */
int selftest_begin(struct selftest *st, int cpu, const char **why);

#endif
