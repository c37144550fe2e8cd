/* SPDX-License-Identifier: MIT */
#include "measure/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void image_find(const char *program, char *path, size_t size)
{
    const char *from = strchr(program, '/') ? NULL : getenv("PATH");
    while (from) {
        int length = (int)strcspn(from, ":");
        snprintf(path, size, "%.*s/%s", length ? length : 1, length ? from : ".", program);
        if (access(path, X_OK) == 0)
            return;
        from = from[length] ? from + length + 1 : NULL;
    }
    snprintf(path, size, "%s", program);
}

int image_of(struct image *i, const char *path)
{
    *i = (struct image){.fd = -1};
    return stat(path, &i->was) ? -errno : 0;
}

int image_own(struct image *i)
{
    *i = (struct image){.fd = open("/proc/self/exe", O_PATH | O_CLOEXEC)};
    if (i->fd < 0 || fstat(i->fd, &i->was)) {
        int error = -errno;
        image_close(i);
        return error;
    }
    return 0;
}

void image_close(struct image *i)
{
    if (i->fd > 0) /* 0 is standard input, or an image that was never opened */
        close(i->fd);
    i->fd = -1;
}

bool image_same(const struct image *i, const char *path)
{
    struct stat now;
    return stat(path, &now) == 0 && now.st_dev == i->was.st_dev && now.st_ino == i->was.st_ino &&
           now.st_size == i->was.st_size && now.st_mtim.tv_sec == i->was.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == i->was.st_mtim.tv_nsec;
}

bool image_name(const struct image *i, char *name, size_t size)
{
    snprintf(name, size, "/proc/self/fd/%d", i->fd);
    return i->fd > 0 && access(name, F_OK) == 0;
}
