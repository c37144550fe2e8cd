/* SPDX-License-Identifier: MIT */
#include "record/write.h"

#include "output/output.h"
#include "text/json_text.h"
#include "text/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct record_writer {
    struct output output; /* standard output: its fd, and no name */
    off_t size;           /* of the whole lines; meaningless for standard output */
};

static bool to_file(const struct record_writer *w)
{
    return w->output.name != NULL;
}

struct record_writer *record_create(const char *path, char *error, size_t error_size)
{
    struct record_writer *w = calloc(1, sizeof *w);
    if (!w) {
        text_say(error, error_size, "out of memory");
        return NULL;
    }
    w->output.fd = STDOUT_FILENO;
    if (strcmp(path, "-") == 0 ||
        output_open(&w->output, path, &output_record, error, error_size) == 0)
        return w;
    free(w);
    return NULL;
}

const char *record_displaces(const struct record_writer *w)
{
    if (w->output.stale)
        return "what an earlier run had left under the partial name was removed";
    return w->output.replaces ? "an earlier record of that name will be replaced" : NULL;
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
    char *text = json_text(ordered, JSON_COMPACT);
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
    int result = write_all(w->output.fd, text, size);
    free(text);
    if (!to_file(w))
        return result;
    if (result == 0)
        w->size += (off_t)size;
    else if (ftruncate(w->output.fd, w->size) ==
             0) /* a full disk tears the line: take the tail back */
        lseek(w->output.fd, w->size, SEEK_SET);
    return result;
}

int record_commit(struct record_writer *w)
{
    int result = to_file(w) ? output_commit(&w->output) : 0;
    if (result)
        output_abandon(&w->output);
    free(w);
    return result;
}

void record_abandon(struct record_writer *w)
{
    if (w && to_file(w))
        output_abandon(&w->output);
    free(w);
}

void record_discard(struct record_writer *w)
{
    if (to_file(w))
        output_discard(&w->output);
    free(w);
}
