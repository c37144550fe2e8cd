/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_HASH_H
#define SYSTOLL_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a, which says whether two things are one, and guards against accident only. */
uint64_t fnv1a(const void *data, size_t size);

#endif
