/* SPDX-License-Identifier: MIT */
#include "context/context.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

/* Of CLOCK_MONOTONIC and CLOCK_BOOTTIME. */
static const char offsets[] = "monotonic 1 0\nboottime 1 0\n";

/* With CAP_SYS_ADMIN, or else in a user namespace, where every process has it. */
static int make_namespace(void)
{
    if (unshare(CLONE_NEWTIME) == 0)
        return 0;
    return errno == EPERM ? unshare(CLONE_NEWUSER | CLONE_NEWTIME) : -1;
}

/* The file takes the lines in one write, and none once a process is in the namespace. */
static int set_offsets(void)
{
    int fd = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
    ssize_t wrote = fd < 0 ? -1 : write(fd, offsets, strlen(offsets));
    if (fd >= 0)
        close(fd);
    return wrote == (ssize_t)strlen(offsets) ? 0 : -1;
}

/* The new namespace is that of children; a process with one thread can join it itself. */
static int join_namespace(void)
{
    int fd = open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC);
    int joined = fd < 0 ? -1 : setns(fd, CLONE_NEWTIME);
    if (fd >= 0)
        close(fd);
    return joined;
}

static const char *enter_timens(void)
{
    if (make_namespace())
        return errno == EINVAL ? "this kernel has no time namespaces (CONFIG_TIME_NS)"
                               : "a time namespace needs CAP_SYS_ADMIN, or a user namespace, which "
                                 "is not allowed here";
    if (set_offsets())
        return "the offsets can't be written to /proc/self/timens_offsets";
    return join_namespace() ? "the time namespace can't be joined by setns" : NULL;
}

const struct context context_timens = {.enter = enter_timens};
