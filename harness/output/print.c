/* SPDX-License-Identifier: MIT */
#include "output/print.h"

#include "output/place.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int output_flush(FILE *out)
{
    static const int of_writing[] = {ENOSPC, EDQUOT, EFBIG, EPIPE, EBADF};
    int before = errno; /* an earlier write may have failed, whose error fflush doesn't repeat */
    errno = 0;
    if (fflush(out) == 0 && !ferror(out))
        return 0;
    for (size_t i = 0; i < sizeof of_writing / sizeof *of_writing && !errno; i++)
        if (before == of_writing[i])
            errno = before;
    return errno ? -errno : -EIO;
}

/* Prints through a descriptor, which it closes. */
static int print_into(int fd, int (*print)(const void *, FILE *), const void *arg)
{
    FILE *out = fdopen(fd, "w");
    if (!out) {
        int error = -errno;
        close(fd);
        return error;
    }
    int error = print(arg, out), flushed = output_flush(out);
    if (fclose(out) != 0 && !flushed)
        flushed = -errno;
    return flushed ? flushed : error;
}

int output_finish(struct output *o, int (*print)(const void *, FILE *), const void *arg)
{
    int fd = fcntl(o->fd, F_DUPFD_CLOEXEC, 0),
        result = fd < 0 ? -errno : print_into(fd, print, arg);
    if (!result)
        result = output_commit(o);
    if (result)
        output_discard(o);
    return result;
}

static int open_as_it_stands(const char *path)
{
    int number = place_descriptor(path);
    int fd = number >= 0 ? fcntl(number, F_DUPFD_CLOEXEC, 0)
                         : open(path, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static int say_result(const char *path, int result, char *error, size_t size)
{
    text_say(error, size, "%s can't be written: %s", path,
             result == -EEXIST ? "another file has come there meanwhile" : strerror(-result));
    text_printable(error);
    return result;
}

static int print_file(const char *path, const struct output_kind *kind,
                      int (*print)(const void *, FILE *), const void *arg, bool *replaces,
                      char *error, size_t size)
{
    struct output o;
    int result = output_open(&o, path, kind, error, size);
    if (result)
        return result;
    if (replaces)
        *replaces = o.replaces;
    result = output_finish(&o, print, arg);
    return result ? say_result(path, result, error, size) : 0;
}

int output_print(const char *path, const struct output_kind *kind,
                 int (*print)(const void *, FILE *), const void *arg, bool *replaces, char *error,
                 size_t size)
{
    if (replaces)
        *replaces = false;
    if (!place_stands(path))
        return print_file(path, kind, print, arg, replaces, error, size);
    int fd = open_as_it_stands(path), result = fd < 0 ? fd : print_into(fd, print, arg);
    return result ? say_result(path, result, error, size) : 0;
}
