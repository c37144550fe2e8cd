/* SPDX-License-Identifier: MIT */
#include "matrix/scratch.h"

#include "matrix/shapes.h"

#include <sys/mman.h>

enum { ARENA = 64 * 1024 };

size_t scratch_size(size_t written)
{
    return (written + SCRATCH_SIZE - 1) / SCRATCH_SIZE * SCRATCH_SIZE + SCRATCH_SIZE;
}

void *scratch_new(size_t size)
{
    static unsigned char *arena;
    static size_t used = ARENA;
    if (used + size > ARENA) {
        arena = mmap(NULL, ARENA, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT | MAP_POPULATE, -1, 0);
        if (arena == MAP_FAILED)
            return NULL;
        used = 0;
    }
    used += size;
    return arena + used - size;
}
