/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CALLERS_H
#define SYSTOLL_CALLERS_H

#include "watch/caller.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { CALLERS_MOST = 4096, PAGE_CALLS = 3 };
extern const char *const page_calls[PAGE_CALLS];

/* Begins with all zero. */
struct callers {
    struct caller *each[CALLERS_MOST];
    size_t size;
    struct caller *last; /* the one added to last */
    void *tree;          /* of tsearch */
    uint64_t calls;      /* of all that were added */
};

/* Counts one call. What is new is looked at in /proc beneath root ("" but in tests) at once, while
 * its process lives. False where there are CALLERS_MOST others, or no memory. */
bool callers_add(struct callers *c, const char *root, pid_t pid, int call, uint64_t address);

/* Those with most calls first, then by process and address. */
void callers_sort(struct callers *c);
void callers_free(struct callers *c);

#endif
