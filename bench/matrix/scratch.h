/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SCRATCH_H
#define SYSTOLL_SCRATCH_H

#include <stddef.h>

/* How much a cell has that writes so many bytes: whole cache lines, and SCRATCH_SIZE at least, so
 * that what is written behind the result is seen where there is room. */
size_t scratch_size(size_t written);

/* So much memory below 4 GiB, where int 0x80 can reach it: it cuts pointers to 32 bits without a
 * word. At a cache line's beginning, for the life of the process. NULL where there is none. */
void *scratch_new(size_t size);

#endif
