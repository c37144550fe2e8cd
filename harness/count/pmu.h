/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PMU_H
#define SYSTOLL_PMU_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What the kernel and the processor do for whoever counts. Tests put a scripted one in its place.
 */
struct pmu {
    /* Opens an event of the calling thread in the group of leader, a descriptor, or as a leader
     * itself where that is -1. A descriptor, which the caller closes, or -errno. */
    int (*open)(struct perf_event_attr *attr, int leader);
    /* Lets a leader and its group count, or stops them. */
    void (*enable)(int leader, bool on);
    /* As read(2), but -errno. */
    ssize_t (*read)(int fd, void *to, size_t size);
    /* The event's page, which lives until unmap; NULL where there is none. */
    struct perf_event_mmap_page *(*map)(int fd);
    void (*unmap)(struct perf_event_mmap_page *page);
    /* Reads a hardware counter: only where a page allows it, or the processor faults. */
    uint64_t (*rdpmc)(uint32_t counter);
    void (*close)(int fd);
};

/* perf_event_open(2), and RDPMC. */
extern const struct pmu pmu_kernel;

#endif
