/* SPDX-License-Identifier: MIT */
#include "text/hash.h"

uint64_t fnv1a(const void *data, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const unsigned char *at = data, *end = at + size; at < end; at++)
        hash = (hash ^ *at) * 0x100000001b3;
    return hash;
}
