/* SPDX-License-Identifier: MIT */
#include "record/read.h"

#include "record/open.h"
#include "record/read_lines.h"
#include "text/text.h"

#include <errno.h>
#include <string.h>

static int open_error(const char *path, int code, char *error, size_t error_size)
{
    if (code == ENOENT && lines_partial(path))
        text_say(error, error_size,
                 "%s can't be read: its run has not ended, or was cut short; what it had "
                 "written is in %s.partial",
                 path, path);
    else
        text_say(error, error_size, "%s can't be read: %s", path, strerror(code));
    text_printable(error);
    return -code;
}

static bool needs_samples(const struct record *r, enum record_depth depth)
{
    return depth == RECORD_COUNTS && r->manifest && record_counts_instructions(r);
}

/* What can't be read twice, a pipe, is read with its samples at once, and they are thrown away. */
static int read_once(FILE *in, const char *name, enum record_depth depth, struct record *r,
                     char *error, size_t error_size)
{
    int result =
        record_read_whole(in, name, RECORD_SAMPLES, depth == RECORD_SUMMARY, r, error, error_size);
    if (result == 0 && r->summary && !needs_samples(r, depth))
        record_free_samples(r);
    return result;
}

int record_read_stream(FILE *in, const char *name, enum record_depth depth, struct record *r,
                       char *error, size_t error_size)
{
    long start = ftell(in);
    if (depth == RECORD_SAMPLES)
        return record_read_whole(in, name, depth, false, r, error, error_size);
    if (start < 0)
        return read_once(in, name, depth, r, error, error_size);
    int result = record_read_whole(in, name, depth, false, r, error, error_size);
    if (result || r->summary || needs_samples(r, depth))
        return result;
    record_free(r); /* no summary came: all lines are needed after all */
    if (fseek(in, start, SEEK_SET) != 0)
        return open_error(name, errno, error, error_size);
    return record_read_whole(in, name, RECORD_SAMPLES, false, r, error, error_size);
}

int record_read(const char *path, enum record_depth depth, struct record *r, char *error,
                size_t error_size)
{
    if (strcmp(path, "-") == 0)
        return record_read_stream(stdin, "standard input", depth, r, error, error_size);
    *r = (struct record){0};
    FILE *in = fopen(path, "re");
    if (!in)
        return open_error(path, errno, error, error_size);
    int result = record_read_stream(in, path, depth, r, error, error_size);
    fclose(in);
    return result;
}
