/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORK_H
#define SYSTOLL_WORK_H

#include <stdint.h>

/* All that the harness sees of what it times. The owner of the work owns arg, which must outlive
 * every use of the work. */
struct work {
    /* Performs the work n times; gives what the last one gave. n may be 0. */
    uint64_t (*loop)(void *arg, uint64_t n);
    void (*prepare)(void *arg); /* NULL, or called untimed before each block */
    /* NULL, or called untimed: begin before the warm-up of what is timed or counted, finish behind
     * it. Others do the same in the meantime. */
    void (*begin)(void *arg), (*finish)(void *arg);
    /* NULL, or called untimed before each single call: then calls are timed one at a time, and what
     * the clock costs is taken off (single.h). */
    void (*clear)(void *arg);
    void *arg;
};

#endif
