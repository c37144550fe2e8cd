/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>

/* linux/prctl.h, from 5.11. */
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_ON 1
#define SYSCALL_DISPATCH_FILTER_ALLOW 0
#endif

/* The kernel reads the selector at each system call from any code; it always says allow. */
static const char *enter_sud(void)
{
    static volatile char selector = SYSCALL_DISPATCH_FILTER_ALLOW;
    if (prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) == 0)
        return NULL;
    return errno == EINVAL ? "this kernel has no syscall user dispatch (it came with Linux 5.11)"
                           : "prctl(PR_SET_SYSCALL_USER_DISPATCH) was refused";
}

const struct context context_sud = {
    .enter = enter_sud, .ends_at_exec = "the kernel ends syscall user dispatch at execve"};
