/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RING_H
#define SYSTOLL_RING_H

#include <linux/perf_event.h>
#include <stdint.h>
#include <sys/types.h>

/* The buffer of a CPU's perf events: a page of the kernel's about it, then size bytes, a power of
 * two (perf_event_open(2)). */
struct ring {
    int fd; /* of the event that has it */
    struct perf_event_mmap_page *page;
    const unsigned char *bytes;
    uint64_t size;
};

/* A call of the page, as the kernel saw it. */
struct page_call {
    pid_t pid;
    int call;         /* index of page_calls */
    uint64_t address; /* that it returns to; 0 where the stack could not be read */
};

/* What a sample holds: see ring.c. */
void ring_ask(struct perf_event_attr *attr);

/* Takes out all that is there: each call goes to seen. *lost gets how many the kernel had no room
 * for added. */
void ring_drain(struct ring *r, void (*seen)(const struct page_call *call, void *arg), void *arg,
                uint64_t *lost);

#endif
