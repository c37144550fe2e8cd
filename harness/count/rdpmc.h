/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RDPMC_H
#define SYSTOLL_RDPMC_H

#include <linux/perf_event.h>
#include <stdint.h>

/* What an event has counted so far, read in user space from its page and its counter (pmu.rdpmc):
 * no system call, so none of its instructions is in a count of the kernel's. 0; -EOPNOTSUPP where
 * the page does not allow it; -EBUSY where the event is on no counter or was not all along. */
int rdpmc_read(const struct perf_event_mmap_page *page, uint64_t (*rdpmc)(uint32_t counter),
               uint64_t *value);

#endif
