/* SPDX-License-Identifier: MIT */
#include "record/read.h"

#include "record/check.h"
#include "record/check_lines.h"
#include "record/pairs.h"
#include "record/read_lines.h"
#include "record/round.h"
#include "text/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Lines that are not needed where there is a summary, as record_append begins them. A line that
 * begins otherwise is parsed to see what it is. */
static const char *const needless[] = {"{\"type\":\"round\"",
                                       "{\"type\":\"batch\"",
                                       "{\"type\":\"counts\"",
                                       "{\"type\":\"pairs\"",
                                       "{\"type\":\"frequency\"",
                                       "{\"type\":\"launch\"",
                                       NULL};

#define MAX_RECORD ((size_t)1 << 30)
/* Memory of what is kept besides manifest and summary: 1.7 million blocks. A line that is kept
 * as JSON takes up to JSON_BYTES for each of its own. */
#define MAX_HELD ((size_t)80 << 20)
enum { JSON_BYTES = 16 };

struct reader {
    struct lines lines;
    const char *name;
    enum record_depth depth;
    size_t json;   /* bytes of lines that are kept as JSON */
    bool may_drop; /* samples that are too many, where a summary comes */
    bool too_many;
    struct record *r;
    size_t cells;
    char *error;
    size_t error_size;
};

__attribute__((format(printf, 3, 4))) static int fail(struct reader *x, int code,
                                                      const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *what;
    bool made = vasprintf(&what, format, args) >= 0;
    text_say(x->error, x->error_size, "%s%s", x->name, made ? what : ": out of memory");
    if (made)
        free(what);
    va_end(args);
    text_printable(x->error);
    return code;
}

static int fail_line(struct reader *x, const char *type, const struct complaint *what)
{
    return fail(x, -EINVAL, ", line %zu: in the %s line, %s", x->lines.number, type, what->text);
}

static int check_schema(struct reader *x, const json_t *line)
{
    const char *schema = json_string_value(json_object_get(line, "schema"));
    static const char ours[] = "systoll.record/";
    if (!schema || strncmp(schema, ours, sizeof ours - 1) != 0)
        return fail(x, -EINVAL, " is not a systoll record: its first line does not say %s",
                    RECORD_SCHEMA);
    if (strcmp(schema, RECORD_SCHEMA) == 0)
        return 0;
    char *end;
    if (strtoul(schema + sizeof ours - 1, &end, 10) > 1 && !*end)
        return fail(x, -EINVAL, " is of a newer schema (%s); use a newer systoll", schema);
    return fail(x, -EINVAL, " is of an unknown schema (%s), not %s", schema, RECORD_SCHEMA);
}

static int take_manifest(struct reader *x, json_t *line)
{
    struct complaint what;
    int result = check_schema(x, line);
    if (result)
        return result;
    if (!check_manifest(line, &what))
        return fail_line(x, "manifest", &what);
    x->r->manifest = json_incref(line);
    x->cells = json_array_size(json_object_get(line, "cells"));
    if (x->depth == RECORD_COUNTS)
        x->depth = record_counts_instructions(x->r) ? RECORD_SAMPLES : RECORD_SUMMARY;
    return 0;
}

static int take_round(struct reader *x, const json_t *line)
{
    struct complaint what;
    if (x->depth == RECORD_SAMPLES && !check_round(line, x->cells, &x->r->samples, &what))
        return fail_line(x, "round", &what);
    x->r->rounds++;
    return 0;
}

static int take_summary(struct reader *x, json_t *line)
{
    struct complaint what;
    if (!check_summary(line, &what))
        return fail_line(x, "summary", &what);
    json_decref(x->r->summary);
    x->r->summary = json_incref(line);
    return 0;
}

static int take_batch(struct reader *x, const json_t *line)
{
    struct complaint what;
    if (!check_batch(line, x->cells, &what))
        return fail_line(x, "batch", &what);
    return batches_add_line(&x->r->batches, line);
}

static int take_other(struct reader *x, const char *type, json_t *line)
{
    struct complaint what;
    bool good = true;
    if (x->depth == RECORD_SUMMARY)
        return 0;
    if (strcmp(type, "counts") == 0)
        good = check_counts(line, x->cells, &what);
    else if (strcmp(type, "batch") == 0)
        return take_batch(x, line);
    else if (strcmp(type, "launch") == 0)
        good = check_launch(line, &what);
    else if (strcmp(type, "frequency") == 0)
        good = check_frequency(line, &what);
    else if (strcmp(type, "ab") == 0 || strcmp(type, "broken") == 0 || strcmp(type, "lost") == 0 ||
             strcmp(type, "ended") == 0)
        good = check_sides(line, x->cells, &what);
    else if (strcmp(type, "pairs") == 0) {
        good = check_pairs(line, x->cells, &x->r->pairs, &what);
        x->r->rounds += good;
    } else
        return 0; /* a later systoll may add types within this schema */
    if (!good)
        return fail_line(x, type, &what);
    return strcmp(type, "pairs") == 0 || json_array_append(x->r->others, line) == 0 ? 0 : -ENOMEM;
}

static int take_line(struct reader *x, json_t *line)
{
    const char *type = json_string_value(json_object_get(line, "type"));
    if (!x->r->manifest && (!type || strcmp(type, "manifest") != 0))
        return fail(x, -EINVAL, " is not a systoll record: its first line is no manifest");
    if (!type)
        return fail(x, -EINVAL, ", line %zu: is no object with a 'type'", x->lines.number);
    if (strcmp(type, "manifest") == 0 && x->r->manifest)
        return fail(x, -EINVAL, ", line %zu: is a second manifest; give one record at a time",
                    x->lines.number);
    if (strcmp(type, "manifest") == 0)
        return take_manifest(x, line);
    if (strcmp(type, "round") == 0)
        return take_round(x, line);
    if (strcmp(type, "summary") == 0)
        return take_summary(x, line);
    return take_other(x, type, line);
}

static int parse_line(struct reader *x, const char *text, size_t size)
{
    json_error_t why;
    json_t *line = json_loadb(text, size, JSON_REJECT_DUPLICATES, &why);
    if (!line && x->lines.cut) {
        x->r->torn = true;
        return 0;
    }
    if (!line && !x->r->manifest)
        return fail(x, -EINVAL, " is not a systoll record: its first line is not JSON (%s)",
                    why.text);
    if (!line)
        return fail(x, -EINVAL, ", line %zu: is not JSON (%s)", x->lines.number, why.text);
    int result = take_line(x, line);
    json_decref(line);
    return result;
}

static bool begins(const char *text, size_t size, const char *with)
{
    size_t length = strlen(with);
    return size >= length && memcmp(text, with, length) == 0;
}

static int fail_too_many(struct reader *x)
{
    return fail(x, -EINVAL,
                " holds more samples than 80 MiB have room for; what needs no more than its "
                "summary, such as systoll report, can read it if it has one");
}

/* From here on as if only the summary were asked for. */
static bool drop_samples(struct reader *x)
{
    x->too_many = x->may_drop;
    x->depth = RECORD_SUMMARY;
    record_free_samples(x->r);
    return x->may_drop;
}

static size_t count_held(const struct reader *x)
{
    const struct record *r = x->r;
    return r->samples.size * sizeof *r->samples.data + r->pairs.size * sizeof *r->pairs.data +
           r->batches.size * sizeof *r->batches.data +
           r->batches.bars * (sizeof *r->batches.ticks + sizeof *r->batches.count) +
           x->json * JSON_BYTES;
}

static int keep_line(struct reader *x, const char *text, size_t size)
{
    size_t others = json_array_size(x->r->others);
    int result = parse_line(x, text, size);
    if (json_array_size(x->r->others) > others)
        x->json += size;
    if (!result && x->depth == RECORD_SAMPLES && count_held(x) > MAX_HELD && !drop_samples(x))
        result = fail_too_many(x);
    return result;
}

/* A line that a summary may make needless is only counted; a cut one is parsed, to see if it is
 * whole. */
static int take_text(struct reader *x, const char *text, size_t size)
{
    if (x->depth == RECORD_SAMPLES || !x->r->manifest || x->lines.cut)
        return keep_line(x, text, size);
    for (const char *const *n = needless; *n; n++)
        if (begins(text, size, *n)) {
            x->r->rounds += n == needless;
            return 0;
        }
    return parse_line(x, text, size);
}

static int fail_stream(struct reader *x, int code)
{
    if (code == -EFBIG)
        return fail(x, -EINVAL, ", line %zu: is longer than 4 MiB; this is no systoll record",
                    x->lines.number);
    return fail(x, code, " can't be read: %s", strerror(-code));
}

static int read_lines(struct reader *x)
{
    int result;
    const char *text;
    size_t size, total = 0;
    while ((text = lines_next(&x->lines, &size, &result))) {
        total += size;
        if (total > MAX_RECORD)
            return fail(x, -EINVAL, " is larger than 1 GiB; this is no systoll record");
        result = take_text(x, text, size);
        if (result)
            return result;
    }
    return result ? fail_stream(x, result) : 0;
}

static int finish(struct reader *x)
{
    if (x->lines.number == 0)
        return fail(x, -EINVAL, " is empty; a record begins with a manifest");
    if (!x->r->manifest)
        return fail(x, -EINVAL, " is cut within its first line; there is nothing to use");
    if (!x->r->summary && x->too_many)
        return fail_too_many(x);
    if (!x->r->summary && x->r->rounds == 0)
        return fail(x, -EINVAL, " holds no whole round and no summary; there is nothing to use");
    return 0;
}

int record_read_whole(FILE *in, const char *name, enum record_depth depth, bool may_drop,
                      struct record *r, char *error, size_t error_size)
{
    *r = (struct record){.others = json_array()};
    struct reader x = {.lines = {.in = in},
                       .name = name,
                       .depth = depth,
                       .may_drop = may_drop,
                       .r = r,
                       .error = error,
                       .error_size = error_size};
    int result = r->others ? read_lines(&x) : fail(&x, -ENOMEM, ": out of memory");
    if (result == 0 && (x.depth == RECORD_SAMPLES || x.too_many || r->summary))
        result = finish(&x);
    if (result)
        record_free(r);
    lines_free(&x.lines);
    return result;
}
