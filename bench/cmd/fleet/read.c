/* SPDX-License-Identifier: MIT */
#include "cmd/fleet/read.h"

#include "cmd/cmd.h"
#include "cmd/parallel.h"
#include "fleet/add.h"
#include "machine/sysfile.h"
#include "record/ends.h"
#include "summary/summary.h"
#include "text/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ERROR = 600 };

/* What is to be read. */
struct reading {
    struct fleet *f;
    pthread_mutex_t lock; /* of f */
    char **paths;         /* owned */
    size_t size, room;
};

static int add_path(struct reading *r, const char *folder, const char *name)
{
    if (r->size == r->room) {
        size_t room = r->room ? 2 * r->room : 256;
        char **paths = realloc(r->paths, room * sizeof *paths);
        if (!paths)
            return cmd_error("fleet", "out of memory");
        r->paths = paths;
        r->room = room;
    }
    char *path = NULL;
    if (asprintf(&path, "%s%s%s", folder, *folder ? "/" : "", name) < 0)
        return cmd_error("fleet", "out of memory");
    r->paths[r->size++] = path;
    return EXIT_OK;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_record(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot != name && strcmp(dot, ".jsonl") == 0;
}

/* The records of a folder, then, to that depth, those of folders in it. */
static int add_folder(struct reading *r, const char *folder, int depth)
{
    char **names = sysfile_names("", folder), *path = NULL;
    int code = names ? EXIT_OK : cmd_error("fleet", "%s can't be read", folder);
    for (size_t i = 0; names && names[i] && code == EXIT_OK; i++)
        if (is_record(names[i]))
            code = add_path(r, folder, names[i]);
    for (size_t i = 0; names && names[i] && code == EXIT_OK && depth > 0; i++) {
        if (is_record(names[i]))
            continue;
        if (asprintf(&path, "%s/%s", folder, names[i]) < 0)
            code = cmd_error("fleet", "out of memory");
        else if (is_folder(path))
            code = add_folder(r, path, depth - 1);
        free(path);
        path = NULL;
    }
    sysfile_names_free(names);
    return code;
}

/* A file's name without folder and end: of which no more is believed than that it is text. */
static char *host_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *host = strdup(name);
    if (host && is_record(host))
        *strrchr(host, '.') = '\0';
    if (host) {
        text_utf8(host);
        text_printable(host);
    }
    return host;
}

/* Reads the record at that place and adds it. */
static bool read_one(void *arg, size_t at)
{
    char error[ERROR];
    struct reading *r = arg;
    struct record record;
    char *host = host_of(r->paths[at]);
    bool good = record_read_ends(r->paths[at], &record, error, sizeof error) == 0;
    if (good && !record.summary)
        record.summary = summary_make(&record);
    bool failed = !host || (good && !record.summary);
    pthread_mutex_lock(&r->lock);
    if (!failed)
        failed =
            good ? fleet_add(r->f, host, at, &record) : fleet_add_unread(r->f, r->paths[at], error);
    pthread_mutex_unlock(&r->lock);
    if (good)
        record_free(&record);
    free(host);
    return !failed;
}

static int add_operand(struct reading *r, char *path)
{
    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
        path[n - 1] = '\0';
    if (!is_folder(path))
        return add_path(r, "", path);
    size_t before = r->size;
    int code = add_folder(r, path, 1);
    if (code == EXIT_OK && r->size == before)
        code = cmd_error("fleet", "there is no record (*.jsonl) in %s", path);
    return code;
}

/* Nothing to judge: the first of what could not be read says why. */
static int refuse_unread(const struct fleet *f)
{
    return cmd_error("fleet", "no record could be read; the first of %zu: %s", f->unread_size,
                     f->unread[0].why);
}

int fleet_read(struct fleet *f, char **paths, size_t size)
{
    struct reading r = {.f = f, .lock = PTHREAD_MUTEX_INITIALIZER};
    int code = EXIT_OK;
    for (size_t i = 0; i < size && code == EXIT_OK; i++)
        code = add_operand(&r, paths[i]);
    if (code == EXIT_OK && !parallel_each(r.size, read_one, &r))
        code = cmd_error("fleet", "out of memory");
    for (size_t i = 0; i < r.size; i++)
        free(r.paths[i]);
    free(r.paths);
    if (code)
        return code;
    fleet_order(f);
    return f->size ? EXIT_OK : refuse_unread(f);
}
