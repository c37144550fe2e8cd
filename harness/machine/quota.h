/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_QUOTA_H
#define SYSTOLL_QUOTA_H

#include <stdint.h>

/* How often, and for how long, a CPU quota (cpu.max of cgroup v2, cpu.cfs_quota_us of v1) stopped
 * the groups that this process is in, its own and those above it: sums since they were made. Time
 * is counted for each CPU that was stopped. Documentation/admin-guide/cgroup-v2.rst, cpu.stat;
 * Documentation/scheduler/sched-bwc.rst. */
struct quota {
    uint64_t stops, us;
};

/* Read below root, as sysfile.h has it. 0, or -ENOENT where none of them has such counts. */
int quota_read(const char *root, struct quota *q);

#endif
