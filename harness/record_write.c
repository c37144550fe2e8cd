/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct record_writer {
    int fd;
    off_t size;    /* of the whole lines; meaningless for standard output */
    char *path;    /* NULL for standard output */
    char *partial; /* NULL for standard output */
};

static void writer_free(struct record_writer *w)
{
    if (w->path && w->fd >= 0)
        close(w->fd);
    free(w->path);
    free(w->partial);
    free(w);
}

static const char *kind_of(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISLNK(mode))
        return "a symbolic link";
    return S_ISREG(mode) ? "a file" : "a device, pipe or socket";
}

/* What is at the target may be replaced only where it is a regular file. */
static bool target_good(const char *path, char *error, size_t error_size)
{
    struct stat st;
    bool there = lstat(path, &st) == 0;
    if (*path && (!there || S_ISREG(st.st_mode)))
        return true; /* that a folder is missing is found on opening */
    if (!*path)
        snprintf(error, error_size, "the record's name is empty; give a file or -");
    else
        snprintf(error, error_size, "%s is %s; give the name of a new or regular file, or -", path,
                 kind_of(st.st_mode));
    return false;
}

/* Another run holds a lock on the partial file that it writes. */
static bool in_use(const char *partial)
{
    int fd = open(partial, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool busy = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(fd);
    return busy;
}

/* Removes what a crashed run left; anything else in that place is not ours to touch. */
static bool clear_stale(const char *partial, char *error, size_t error_size)
{
    struct stat st;
    if (lstat(partial, &st) != 0)
        return true;
    if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
        snprintf(error, error_size, "%s is in the way (%s of user %u); remove it", partial,
                 kind_of(st.st_mode), (unsigned)st.st_uid);
    else if (in_use(partial))
        snprintf(error, error_size, "%s is being written by another run; choose another name",
                 partial);
    else if (unlink(partial) != 0)
        snprintf(error, error_size, "%s can't be removed: %s", partial, strerror(errno));
    else
        return true;
    return false;
}

static bool open_partial(struct record_writer *w, char *error, size_t error_size)
{
    if (!target_good(w->path, error, error_size) || !clear_stale(w->partial, error, error_size))
        return false;
    w->fd = open(w->partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (w->fd < 0)
        snprintf(error, error_size, "%s can't be created: %s; choose another place", w->partial,
                 strerror(errno));
    else
        flock(w->fd, LOCK_EX | LOCK_NB); /* not everywhere supported, and needed by in_use only */
    return w->fd >= 0;
}

struct record_writer *record_create(const char *path, char *error, size_t error_size)
{
    struct record_writer *w = calloc(1, sizeof *w);
    if (!w) {
        snprintf(error, error_size, "there is no memory left");
        return NULL;
    }
    w->fd = STDOUT_FILENO;
    if (strcmp(path, "-") == 0)
        return w;
    w->fd = -1;
    w->path = strdup(path);
    if (w->path && asprintf(&w->partial, "%s.partial", path) < 0)
        w->partial = NULL;
    if (!w->partial)
        snprintf(error, error_size, "there is no memory left");
    else if (open_partial(w, error, error_size))
        return w;
    writer_free(w);
    return NULL;
}

static int write_all(int fd, const char *text, size_t size)
{
    while (size) {
        ssize_t written = write(fd, text, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -errno;
        text += written;
        size -= (size_t)written;
    }
    return 0;
}

/* The line as text with its newline, type first, so that a reader knows a line by its beginning. */
static char *line_text(const json_t *line, size_t *size)
{
    json_t *ordered = json_pack("{sO?}", "type", json_object_get(line, "type"));
    if (!ordered || json_object_update(ordered, (json_t *)line) != 0) {
        json_decref(ordered);
        return NULL;
    }
    char *text = json_dumps(ordered, JSON_COMPACT | JSON_REAL_PRECISION(17));
    json_decref(ordered);
    if (text) {
        *size = strlen(text) + 1;
        text[*size - 1] = '\n'; /* in the terminator's place: written by size */
    }
    return text;
}

int record_append(struct record_writer *w, const json_t *line)
{
    size_t size;
    char *text = line_text(line, &size);
    if (!text)
        return -ENOMEM;
    int result = write_all(w->fd, text, size);
    free(text);
    if (!w->path)
        return result;
    if (result == 0)
        w->size += (off_t)size;
    else if (ftruncate(w->fd, w->size) == 0) /* a full disk tears the line: take the tail back */
        lseek(w->fd, w->size, SEEK_SET);
    return result;
}

int record_commit(struct record_writer *w)
{
    int result = 0;
    if (w->path && fsync(w->fd) != 0)
        result = -errno;
    if (w->path && result == 0 && rename(w->partial, w->path) != 0)
        result = -errno;
    writer_free(w);
    return result;
}

void record_abandon(struct record_writer *w)
{
    if (w)
        writer_free(w);
}

void record_discard(struct record_writer *w)
{
    if (w->path)
        unlink(w->partial);
    writer_free(w);
}
