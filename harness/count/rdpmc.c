/* SPDX-License-Identifier: MIT */
#include "count/rdpmc.h"

#include <errno.h>

/* The kernel changes the page under our hands, so each field is read once, in the order written. A
 * 32-bit program takes two accesses for 64 bits: the lock shows what changed between them. */
#ifdef __i386__
#define READ_ONCE(field) (*(const volatile __typeof__(field) *)&(field))
#else
#define READ_ONCE(field) __atomic_load_n(&(field), __ATOMIC_RELAXED)
#endif

static inline void barrier(void)
{
    __asm__ volatile("" ::: "memory");
}

/* A counter has fewer bits than the value it goes on to: the top one is its sign. */
static uint64_t sign_extend(uint64_t counter, unsigned width)
{
    unsigned above = 64 - width;
    return (uint64_t)((int64_t)(counter << above) >> above);
}

/* One look, whole only where the lock is the same before and after. */
static int read_page(const struct perf_event_mmap_page *page, uint64_t (*rdpmc)(uint32_t counter),
                     uint64_t *value)
{
    uint64_t enabled = READ_ONCE(page->time_enabled), running = READ_ONCE(page->time_running);
    uint32_t index = READ_ONCE(page->index);
    uint64_t offset = (uint64_t)READ_ONCE(page->offset);
    if (index == 0 || enabled != running)
        return -EBUSY;
    uint64_t counter = rdpmc(index - 1);
    unsigned width = READ_ONCE(page->pmc_width);
    if (width < 1 || width > 64)
        return -EOPNOTSUPP;
    *value = offset + sign_extend(counter, width);
    return 0;
}

/* As perf_mmap__read_self in the kernel's tools/lib/perf/mmap.c, but for the scaling. A lock that
 * is odd, which a writer on the same CPU never shows, is waited out: so another thread may write
 * too.
 */
int rdpmc_read(const struct perf_event_mmap_page *page, uint64_t (*rdpmc)(uint32_t counter),
               uint64_t *value)
{
    uint32_t lock;
    int result;
    if (!page->cap_user_rdpmc)
        return -EOPNOTSUPP;
    do {
        lock = READ_ONCE(page->lock);
        barrier();
        result = read_page(page, rdpmc, value);
        barrier();
    } while (lock % 2 || READ_ONCE(page->lock) != lock);
    return result;
}
