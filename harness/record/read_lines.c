/* SPDX-License-Identifier: MIT */
#include "record/read_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

/* Makes room for one more piece behind what is held. */
static int make_room(struct lines *l)
{
    if (l->start)
        memmove(l->buffer, l->buffer + l->start, l->end - l->start);
    l->end -= l->start;
    l->start = 0;
    if (l->capacity - l->end >= PIECE)
        return 0;
    size_t capacity = l->capacity ? 2 * l->capacity : 2 * PIECE;
    char *buffer = realloc(l->buffer, capacity);
    if (!buffer)
        return -ENOMEM;
    l->buffer = buffer;
    l->capacity = capacity;
    return 0;
}

/* Reads one more piece; 1 where there was one, 0 at the end, or -errno. */
static int read_piece(struct lines *l)
{
    int result = make_room(l);
    if (result)
        return result;
    errno = 0;
    size_t got = fread(l->buffer + l->end, 1, PIECE, l->in);
    l->end += got;
    if (got == 0 && ferror(l->in))
        return errno ? -errno : -EIO;
    return got > 0;
}

static const char *give(struct lines *l, size_t size, bool cut)
{
    const char *line = l->buffer + l->start;
    l->start += size + !cut;
    l->number++;
    l->cut = cut;
    return line;
}

const char *lines_next(struct lines *l, size_t *size, int *result)
{
    *result = 0;
    for (size_t seen = 0;;) {
        size_t held = l->end - l->start;
        char *end = held > seen ? memchr(l->buffer + l->start + seen, '\n', held - seen) : NULL;
        *size = end ? (size_t)(end - l->buffer) - l->start : held;
        if (*size > RECORD_MAX_LINE) {
            l->number++;
            *result = -EFBIG;
            return NULL;
        }
        if (end)
            return give(l, *size, false);
        seen = held;
        int got = read_piece(l);
        if (got < 0)
            *result = got;
        if (got <= 0)
            return got < 0 || held == 0 ? NULL : give(l, held, true);
    }
}

void lines_free(struct lines *l)
{
    free(l->buffer);
    *l = (struct lines){0};
}

bool lines_partial(const char *path)
{
    char *partial = NULL;
    bool there = asprintf(&partial, "%s.partial", path) >= 0 && access(partial, R_OK) == 0;
    free(partial);
    return there;
}
