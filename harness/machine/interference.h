/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_INTERFERENCE_H
#define SYSTOLL_INTERFERENCE_H

#include <stdbool.h>
#include <stdint.h>

/* What takes a CPU's time or changes its clock from beneath the kernel's own counts: interrupts of
 * the firmware (SMIs), the core's clock (APERF) against the nominal one (MPERF), and how often the
 * core was slowed because it was hot; and how often a CPU quota stopped this process's groups. All
 * of them only count up. */
enum interference_kind {
    SMIS,
    APERF,
    MPERF,
    THROTTLES,
    QUOTA_STOPS, /* times and microseconds (quota.h) */
    QUOTA_US,
    INTERFERENCES
};

struct interference {
    uint64_t count[INTERFERENCES];
    int error[INTERFERENCES]; /* 0; -errno where it can't be read */
};

/* Reads them of a CPU; root goes before the paths, as sysfile.h has it. */
struct interference interference_read(const char *root, int cpu);

/* How much it rose from one reading to the other; -1 where one of them has none. */
int64_t interference_between(const struct interference *from, const struct interference *to,
                             enum interference_kind kind);

/* What a reading's error means and what to do about it; a static sentence. */
const char *interference_why(enum interference_kind kind, int error);

#endif
