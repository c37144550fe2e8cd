/* SPDX-License-Identifier: MIT */
#include "undo/trusted.h"

#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *distrust(int fd, bool last)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return "can't be looked at";
    if (st.st_uid != geteuid() && (last || st.st_uid != 0))
        return "belongs to another user";
    if ((st.st_mode & (S_IWGRP | S_IWOTH)) && (last || !(st.st_mode & S_ISVTX)))
        return "can be written by other users (chmod go-w mends that)";
    return NULL;
}

/* A new folder is as lasting as its entry in the folder above. */
static int make_folder(int above, const char *name)
{
    if (mkdirat(above, name, 0700) == 0)
        fchmodat(above, name, 0700, 0); /* whatever the mask is */
    else if (errno != EEXIST)
        return -errno;
    int fd = openat(above, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    return 0;
}

/* O_PATH asks for no right to list the folders above; the last one will be listed and synced. */
static int open_folder(int above, const char *name, bool make, bool last)
{
    int flags = (last ? O_RDONLY : O_PATH) | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(above, name, flags);
    if (fd >= 0 || errno != ENOENT || !make)
        return fd < 0 ? -errno : fd;
    int error = make_folder(above, name);
    fd = error ? error : openat(above, name, flags);
    return fd < 0 && !error ? -errno : fd;
}

static int refuse_path(const char *path, const char *why, char *said, size_t size)
{
    text_say(said, size,
             "%s %s, so no undo can be noted or looked for below it; mend that, or name another "
             "folder by %s",
             path, why, geteuid() ? "XDG_STATE_HOME" : "STATE_DIRECTORY");
    return -EPERM;
}

static int refuse_open(const char *path, int error, char *said, size_t size)
{
    if (error == -ELOOP || error == -ENOTDIR)
        return refuse_path(path, "is no folder (links are not followed)", said, size);
    if (error == -ENOENT)
        *said = '\0';
    else
        refuse_path(path, strerror(-error), said, size);
    return error;
}

static int check_trust(int fd, const char *path, bool last, char *said, size_t size)
{
    const char *why = distrust(fd, last);
    if (!why)
        return fd;
    close(fd);
    return refuse_path(path, why, said, size);
}

/* path ends with the component that begins at from. Closes above. */
static int descend(int above, const char *path, size_t from, bool make, bool last, char *said,
                   size_t size)
{
    int fd = open_folder(above, path + from, make, last);
    close(above);
    return fd < 0 ? refuse_open(path, fd, said, size) : check_trust(fd, path, last, said, size);
}

int trusted_folder(const char *path, bool make, char *said, size_t size)
{
    char copy[PATH_MAX];
    size_t length = strlen(path), at = 0;
    *said = '\0';
    while (length && path[length - 1] == '/')
        length--;
    if (*path != '/' || length >= sizeof copy)
        return refuse_path(path, "is no absolute path that fits", said, size);
    memcpy(copy, path, length);
    copy[length] = '\0';
    int fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    fd = fd < 0 ? refuse_open("/", -errno, said, size) : check_trust(fd, "/", false, said, size);
    while (fd >= 0 && at < length) {
        size_t from = at + strspn(copy + at, "/");
        at = from + strcspn(copy + from, "/");
        char next = copy[at];
        copy[at] = '\0';
        fd = descend(fd, copy, from, make, at == length, said, size);
        copy[at] = next;
    }
    return fd;
}

int trusted_file(int folder, const char *name)
{
    struct stat st;
    int fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ELOOP ? -EPERM : -errno;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 && !distrust(fd, true))
        return fd;
    close(fd);
    return -EPERM;
}
