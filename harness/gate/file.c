/* SPDX-License-Identifier: MIT */
#include "gate/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int fill(int fd, int (*print)(const void *, FILE *), const void *arg)
{
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out)
        return -errno;
    int error = print(arg, out);
    if (fclose(out) != 0 && !error)
        error = -errno;
    return error;
}

static int replace(const char *path, const char *partial, int (*print)(const void *, FILE *),
                   const void *arg)
{
    unlink(partial); /* left by a crash */
    int fd = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    int error = fill(fd, print, arg);
    if (!error && rename(partial, path) != 0)
        error = -errno;
    if (error)
        unlink(partial);
    return error;
}

int file_replace(const char *path, int (*print)(const void *, FILE *), const void *arg)
{
    struct stat st;
    char *partial;
    /* a link such as /dev/stderr must stay one, whatever it leads to */
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return fill(open(path, O_WRONLY | O_TRUNC | O_CLOEXEC), print, arg);
    if (asprintf(&partial, "%s.partial", path) < 0)
        return -ENOMEM;
    int error = replace(path, partial, print, arg);
    free(partial);
    return error;
}
