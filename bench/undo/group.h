/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GROUP_H
#define SYSTOLL_GROUP_H

#include <sys/types.h>

/* A process group as a later process finds it again. Numbers are used again: it is the same one
 * only while its leader, where there still is one, began at that time. */
struct group {
    pid_t id; /* 0: none */
    pid_t session;
    unsigned long long start; /* of the leader, in clock ticks since the boot; 0: unknown */
};

/* The group that this process leads; start is 0 where /proc can't be read. */
struct group group_of(pid_t leader);

/* Kills every process of the group and waits until none is left. 0, also where there was none or it
 * is another by now; -EBUSY where one was still there after five seconds. */
int group_end(const struct group *g);

#endif
