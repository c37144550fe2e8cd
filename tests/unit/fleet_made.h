/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TESTS_FLEET_MADE_H
#define SYSTOLL_TESTS_FLEET_MADE_H

#include "fleet/add.h"

#include <math.h>

/* Records of hosts as far as a fleet looks at them. */

/* A cell of the path vdso, measured, with that cost and 1 % to either side. */
static inline json_t *made_cell(const char *name, double ns, int entries)
{
    return json_pack("{s:s, s:s, s:n, s:s, s:{s:f, s:f, s:f}, s:{s:i, s:i}}", "cell", name, "state",
                     "measured", "reason", "path", "vdso", "ns", "estimate", ns, "lo", ns * 0.99,
                     "hi", ns * 1.01, "counters", "sys_enter", entries, "emulate_vsyscall", 0);
}

/* A record whose cells, which are taken, were measured under that kernel and clocksource. */
static inline struct record made_record(const char *cpu, const char *kernel,
                                        const char *clocksource, json_t *cells)
{
    struct record r = {0};
    r.manifest = json_pack("{s:s, s:{s:s, s:{s:s, s:s}, s:{s:s, s:s}}, s:{s:s, s:s}}", "systoll",
                           "0.1.0", "machine", "cpu", cpu, "platform", "cpu_vendor", cpu,
                           "microcode", "0x1", "subject", "kernel", kernel, "clocksource",
                           clocksource, "run", "timebase", "tsc", "entries_by", "perf");
    r.summary =
        json_pack("{s:{s:f, s:[]}, s:o}", "run", "discarded", 0.01, "warnings", "cells", cells);
    return r;
}

#endif
