/* SPDX-License-Identifier: MIT */
#include "output/output.h"

#include "measure/clock.h"
#include "output/place.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 4096, POLL_MS = 5 };

__attribute__((format(printf, 3, 4))) static void say(char *error, size_t size, const char *format,
                                                      ...)
{
    va_list args;
    va_start(args, format);
    text_vsay(error, size, format, args);
    va_end(args);
    text_printable(error);
}

static void free_all(struct output *o)
{
    if (o->fd >= 0)
        close(o->fd);
    if (o->folder >= 0)
        close(o->folder);
    free(o->name);
    free(o->partial);
    *o = (struct output){.fd = -1, .folder = -1};
}

/* An empty file holds nothing to lose. */
static bool recognised(int fd, const struct output_kind *kind)
{
    char head[HEAD + 1];
    ssize_t got = pread(fd, head, HEAD, 0);
    if (got <= 0)
        return got == 0;
    head[got] = '\0';
    bool begins = false;
    for (const char *const *b = kind->begins; *b; b++)
        begins |= strncmp(head, *b, strlen(*b)) == 0;
    return begins && memmem(head, (size_t)got, kind->holds, strlen(kind->holds));
}

bool output_replaceable(int folder, const char *name, const struct output_kind *kind,
                        const char *path, char *error, size_t size)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return true;
    if (!S_ISREG(st.st_mode)) {
        say(error, size, "%s is %s; give the name of a new or regular file, or -", path,
            place_kind(st.st_mode));
        return false;
    }
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool own = fd >= 0 && recognised(fd, kind);
    if (fd < 0)
        say(error, size, "%s is there already and can't be read: %s; give another name", path,
            strerror(errno));
    else if (!own)
        say(error, size, "%s is there already and is no %s; remove it or give another name", path,
            kind->name);
    if (fd >= 0)
        close(fd);
    return own;
}

static bool lock(int fd)
{
    /* not supported everywhere, and needed only where two write one file */
    return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/* Whether the partial name still leads to the file that was opened by it. */
static bool still_there(const struct output *o, int fd)
{
    struct stat own, now;
    return fstat(fd, &own) == 0 && fstatat(o->folder, o->partial, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
           own.st_dev == now.st_dev && own.st_ino == now.st_ino;
}

/* Removes what a writer that has ended left. 0, -EBUSY while it is being written, -EEXIST where it
 * is not this user's file. */
static int clear_stale(struct output *o)
{
    struct stat st;
    if (fstatat(o->folder, o->partial, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
        return -EEXIST;
    int fd = openat(o->folder, o->partial, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -errno;
    int result = lock(fd) ? 0 : -EBUSY;
    if (!result && still_there(o, fd)) {
        result = unlinkat(o->folder, o->partial, 0) == 0 ? 0 : -errno;
        o->stale = !result && st.st_size > 0;
    }
    close(fd);
    return result;
}

/* Creates and locks it. Between the two another writer may take it for a stale one and remove it:
 * -EAGAIN. */
static int try_partial(struct output *o)
{
    o->fd =
        openat(o->folder, o->partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (o->fd < 0 && errno == EEXIST) {
        int result = clear_stale(o);
        return result ? result : -EAGAIN;
    }
    if (o->fd < 0)
        return -errno;
    if (lock(o->fd) && still_there(o, o->fd))
        return 0;
    close(o->fd);
    o->fd = -1;
    return -EAGAIN;
}

static int take_partial(struct output *o)
{
    int result = try_partial(o);
    for (unsigned i = 0; result == -EAGAIN || result == -EBUSY; i++) {
        if (i >= o->kind->patience * (1000 / POLL_MS) + (result == -EAGAIN ? 100 : 0))
            return -EBUSY;
        if (result == -EBUSY)
            clock_sleep(POLL_MS * 1000000);
        result = try_partial(o);
    }
    return result;
}

static void say_taken(const struct output *o, const char *path, int result, char *error,
                      size_t size)
{
    struct stat st = {0};
    fstatat(o->folder, o->partial, &st, AT_SYMLINK_NOFOLLOW);
    if (result == -EEXIST)
        say(error, size, "%s.partial is in the way (%s of user %u); remove it", path,
            place_kind(st.st_mode), (unsigned)st.st_uid);
    else if (result == -EBUSY)
        say(error, size, "%s.partial is being written by another run; choose another name", path);
    else
        say(error, size, "%s.partial can't be created: %s; choose another place", path,
            strerror(-result));
}

static int find_place(struct output *o, const char *path, char *error, size_t size)
{
    const char *name;
    o->folder = place_folder(path, &name);
    if (o->folder == -ELOOP)
        say(error, size, "%s: a folder on the way is another user's link; name the folder itself",
            path);
    else if (o->folder < 0)
        say(error, size, "%s can't be created: %s; choose another place", path,
            strerror(-o->folder));
    if (o->folder < 0)
        return o->folder;
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        say(error, size, *path ? "%s is a directory; give the name of a file" : "the name is empty",
            path);
        return -EISDIR;
    }
    o->name = strdup(name);
    if (!o->name || asprintf(&o->partial, "%s.partial", name) < 0) {
        o->partial = NULL;
        say(error, size, "out of memory");
        return -ENOMEM;
    }
    return 0;
}

static int check_destination(struct output *o, const char *path, char *error, size_t size)
{
    int result = find_place(o, path, error, size);
    if (!result && !output_replaceable(o->folder, o->name, o->kind, path, error, size))
        return -EEXIST;
    if (!result && place_is_stream(path)) {
        say(error, size, "%s is where standard output or error goes; give another name", path);
        return -EEXIST;
    }
    return result;
}

int output_check(const char *path, const struct output_kind *kind, char *error, size_t size)
{
    struct output o = {.fd = -1, .folder = -1, .kind = kind};
    int result = place_stands(path) ? 0 : check_destination(&o, path, error, size);
    free_all(&o);
    return result;
}

int output_open(struct output *o, const char *path, const struct output_kind *kind, char *error,
                size_t size)
{
    struct stat st;
    *o = (struct output){.fd = -1, .folder = -1, .kind = kind};
    int result = check_destination(o, path, error, size);
    if (!result && (result = take_partial(o)))
        say_taken(o, path, result, error, size);
    if (result)
        free_all(o);
    else
        o->replaces = fstatat(o->folder, o->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_size > 0;
    return result;
}

/* The new name is on the disk only once the folder is; a folder that can't be read is left so. */
static int rename_into_place(const struct output *o)
{
    char ignored[OUTPUT_ERROR];
    if (!output_replaceable(o->folder, o->name, o->kind, "", ignored, sizeof ignored))
        return -EEXIST;
    if (renameat(o->folder, o->partial, o->folder, o->name) != 0)
        return -errno;
    int fd = openat(o->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
    if (fd >= 0 && fsync(fd) != 0 && errno != EINVAL)
        result = -errno;
    if (fd >= 0)
        close(fd);
    return result;
}

int output_commit(struct output *o)
{
    int result = fsync(o->fd) == 0 || errno == EINVAL ? 0 : -errno;
    if (!result)
        result = rename_into_place(o);
    if (!result)
        free_all(o);
    return result;
}

void output_abandon(struct output *o)
{
    free_all(o);
}

void output_discard(struct output *o)
{
    unlinkat(o->folder, o->partial, 0);
    free_all(o);
}
