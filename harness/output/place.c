/* SPDX-License-Identifier: MIT */
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = O_PATH | O_DIRECTORY | O_CLOEXEC };

const char *place_kind(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISLNK(mode))
        return "a symbolic link";
    return S_ISREG(mode) ? "a file" : "a device, pipe or socket";
}

/* As the kernel's protected_symlinks has it, which may be off, and in every folder. */
static int step(int folder, const char *name)
{
    struct stat st;
    int fd = openat(folder, name, STEP | O_NOFOLLOW);
    if (fd >= 0 || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISLNK(st.st_mode))
        return fd < 0 ? -errno : fd;
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return -ELOOP;
    fd = openat(folder, name, STEP);
    return fd < 0 ? -errno : fd;
}

int place_folder(const char *path, const char **name)
{
    char part[NAME_MAX + 1];
    int fd = open(*path == '/' ? "/" : ".", STEP);
    const char *slash;
    while (fd >= 0 && (slash = strchr(path, '/'))) {
        size_t length = (size_t)(slash - path);
        int next = -ENAMETOOLONG;
        if (length < sizeof part) {
            memcpy(part, path, length);
            part[length] = '\0';
            next = length ? step(fd, part) : fcntl(fd, F_DUPFD_CLOEXEC, 0);
        }
        close(fd);
        fd = next;
        path = slash + 1;
    }
    *name = path;
    return fd == -1 ? -errno : fd;
}

int place_descriptor(const char *path)
{
    static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    for (int i = 0; i < 3; i++)
        if (strcmp(path, names[i]) == 0)
            return i;
    for (int i = 0; i < 2; i++) {
        const char *number = path + strlen(folders[i]);
        if (strncmp(path, folders[i], strlen(folders[i])) == 0 && *number &&
            strspn(number, "0123456789") == strlen(number) && strlen(number) < 8)
            return atoi(number);
    }
    return -1;
}

static int look_at_path(const char *path, struct stat *st)
{
    return strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, st) : stat(path, st);
}

static bool one_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* One name in one folder, where no file is yet. */
static bool one_place(const char *a, const char *b)
{
    const char *name_a, *name_b;
    struct stat st_a, st_b;
    int fd_a = place_folder(a, &name_a), fd_b = place_folder(b, &name_b);
    bool same = fd_a >= 0 && fd_b >= 0 && fstat(fd_a, &st_a) == 0 && fstat(fd_b, &st_b) == 0 &&
                one_inode(&st_a, &st_b) && strcmp(name_a, name_b) == 0;
    if (fd_a >= 0)
        close(fd_a);
    if (fd_b >= 0)
        close(fd_b);
    return same;
}

bool place_same(const char *a, const char *b)
{
    struct stat st_a, st_b;
    bool there_a = look_at_path(a, &st_a) == 0, there_b = look_at_path(b, &st_b) == 0;
    if (place_descriptor(a) >= 0 || there_a != there_b)
        return false;
    return there_a ? one_inode(&st_a, &st_b) && !S_ISCHR(st_a.st_mode) : one_place(a, b);
}

bool place_stands(const char *path)
{
    struct stat st;
    if (place_descriptor(path) >= 0)
        return true;
    return lstat(path, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode)) &&
           (st.st_uid == geteuid() || st.st_uid == 0);
}

bool place_is_stream(const char *path)
{
    struct stat st, stream;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &stream) == 0 && one_inode(&st, &stream))
            return true;
    return false;
}
