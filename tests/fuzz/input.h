/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FUZZ_INPUT_H
#define SYSTOLL_FUZZ_INPUT_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A regular file of these bytes, read from its beginning, by its path; closed by the caller. */
static inline int make_file(const unsigned char *data, size_t size, char path[32])
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
