/* SPDX-License-Identifier: MIT */
#include "record/ends.h"

#include "record/open.h"
#include "record/read.h"
#include "record/read_lines.h"
#include "record/trim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than a manifest or a summary of all cells takes. */
enum { PIECE = 1 << 16 };

static const char summary[] = "{\"type\":\"summary\"";

/* Two lines one behind the other. */
struct ends {
    char *text;
    size_t size;
};

static bool read_piece(int fd, char *to, size_t size, off_t at)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(fd, to + done, size - done, at + (off_t)done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* Appends a file's first line, or its last one, which a newline ends. Lines longer than a piece are
 * looked for in twice as much, and so on. */
static bool take_line(struct ends *e, int fd, size_t file, bool last)
{
    for (size_t size = PIECE; size <= 2 * RECORD_MAX_LINE; size *= 2) {
        size_t piece = size < file ? size : file;
        char *more = realloc(e->text, e->size + piece), *line = more ? more + e->size : NULL;
        if (!more)
            return false;
        e->text = more;
        if (!read_piece(fd, line, piece, last ? (off_t)(file - piece) : 0))
            return false;
        char *end = last ? memrchr(line, '\n', piece - 1) : memchr(line, '\n', piece);
        if (end) {
            size_t length = last ? piece - (size_t)(end + 1 - line) : (size_t)(end + 1 - line);
            memmove(line, last ? end + 1 : line, length);
            e->size += length;
            return true;
        }
        if (piece == file)
            return false;
    }
    return false;
}

/* Both lines, without what no fleet looks at, of a file that has two at least, the last one whole
 * and a summary. */
static bool take_ends(struct ends *e, int fd)
{
    struct stat st;
    char end;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 2 ||
        !read_piece(fd, &end, 1, st.st_size - 1) || end != '\n' ||
        !take_line(e, fd, (size_t)st.st_size, false))
        return false;
    e->size = record_trim_manifest(e->text, e->size);
    size_t first = e->size;
    if (!take_line(e, fd, (size_t)st.st_size, true) || e->size - first < sizeof summary ||
        memcmp(e->text + first, summary, sizeof summary - 1) != 0)
        return false;
    e->size = first + record_trim_summary(e->text + first, e->size - first);
    return true;
}

static bool read_ends(const struct ends *e, const char *path, struct record *r)
{
    char error[16];
    FILE *in = fmemopen(e->text, e->size, "r");
    if (!in)
        return false;
    int result = record_read_whole(in, path, RECORD_SUMMARY, false, r, error, sizeof error);
    fclose(in);
    if (result == 0 && !r->summary)
        record_free(r);
    return result == 0 && r->summary;
}

int record_read_ends(const char *path, struct record *r, char *error, size_t error_size)
{
    struct ends e = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool good = fd >= 0 && take_ends(&e, fd) && read_ends(&e, path, r);
    if (fd >= 0)
        close(fd);
    free(e.text);
    return good ? 0 : record_read(path, RECORD_SUMMARY, r, error, error_size);
}
