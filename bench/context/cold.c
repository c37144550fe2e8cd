/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include "measure/timebase.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINE = 64, USUAL_L2 = 2 << 20, MOST_L2 = 8 << 20, CALLS = 4 };

void cold_code(uintptr_t directions); /* cold_code.S */

/* What is walked through: one and a half times the second-level cache, which holds code too. */
static struct {
    volatile unsigned char *data;
    size_t size;
} walk;

static size_t level2_size(void)
{
    long size = sysconf(_SC_LEVEL2_CACHE_SIZE);
    if (size <= 0)
        return USUAL_L2;
    return size < MOST_L2 ? (size_t)size : MOST_L2;
}

static const char *enter_cold(void)
{
    if (timebase_tsc_refused())
        return "single calls are timed by the TSC, which this process may not read "
               "(PR_TSC_SIGSEGV)";
    walk.size = level2_size() + level2_size() / 2;
    void *data = mmap(NULL, walk.size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (data == MAP_FAILED)
        return "there is no memory to fill the caches with";
    walk.data = data;
    return NULL;
}

/* CLFLUSH can't reach the kernel's code, so everything is displaced, for all paths alike. */
static void displace_all(void *arg)
{
    static uint64_t directions = 0x9e3779b97f4a7c15u;
    (void)arg;
    for (size_t i = 0; i < walk.size; i += LINE)
        walk.data[i]++;
    directions = directions * 6364136223846793005u + 1442695040888963407u;
    cold_code((uintptr_t)(directions >> 32 | directions << 32));
}

const struct context context_cold = {
    .enter = enter_cold,
    .ends_at_exec = "it is a way of timing, each call by itself, and no state of a process",
    .uncounted = "a cold call takes as many instructions as a hot one",
    .clear = displace_all,
    .calls = CALLS};
