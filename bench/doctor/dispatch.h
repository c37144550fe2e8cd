/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DISPATCH_H
#define SYSTOLL_DISPATCH_H

/* Whether syscall user dispatch is on for this thread: 1 on, 0 off, -errno where it can't be found
 * out. The kernel tells it to a tracer alone (Linux 6.4), so a child traces this thread for a
 * moment. */
int dispatch_find(void);

#endif
