/* SPDX-License-Identifier: MIT */
#include "site.h"

#include "loops.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

typedef uint64_t loop(void *target, uint64_t n);

/* The loops whose call is indirect, with their ends. They call nothing by a relative address. */
static const struct {
    loop *begin;
    const unsigned char *end;
} calling[] = {{loop_call, loop_call_end},
               {loop_call5, loop_call5_end},
               {loop_call_inject, loop_call_inject_end}};

static size_t size_of(loop *l)
{
    for (size_t i = 0; i < sizeof calling / sizeof *calling; i++)
        if (calling[i].begin == l)
            return (size_t)(calling[i].end - (const unsigned char *)(uintptr_t)l);
    return 0;
}

loop *site_own(loop *l)
{
    size_t size = size_of(l);
    if (!size)
        return l;
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return l;
    memcpy(page, (const void *)(uintptr_t)l, size);
    if (mprotect(page, size, PROT_READ | PROT_EXEC) == 0)
        return (loop *)(uintptr_t)page;
    munmap(page, size);
    return l;
}
