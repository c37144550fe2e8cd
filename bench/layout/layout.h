/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_LAYOUT_H
#define SYSTOLL_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

/* Where the kernel put things in a process; in this order: vDSO, stack, mmap, heap, vsyscall. */
enum { LAYOUT_PARTS = 5 };
extern const char *const layout_names[LAYOUT_PARTS];

/* Addresses; 0: there is none. */
struct addresses {
    uint64_t at[LAYOUT_PARTS];
};

/* Of this process. */
struct addresses layout_own(void);

/* Of a process begun for that: this program, run with the arguments "layout" and a descriptor that
 * it writes its own layout to. 0 or -errno. */
int layout_fresh(struct addresses *l);

#endif
