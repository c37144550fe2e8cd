/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/host/scan_print.h"

#include "measure/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct opt opts[] = {{"format", 'f', "FORMAT", "how to print it"}, {0}};

typedef int printer(struct scanned *s, FILE *out);

/* A scan while it goes on. */
struct progress {
    struct scanned *scanned;
    uint64_t files; /* that there are, for the time left; 0: nobody looks on */
    double start, said;
    bool full; /* no memory was left for what was found */
};

static void keep(const char *path, const struct scan_file *found, void *arg)
{
    struct progress *p = arg;
    struct scanned *s = p->scanned;
    if (s->size == s->room) {
        size_t room = s->room ? 2 * s->room : 16;
        struct scanned_file *more = realloc(s->files, room * sizeof *more);
        p->full |= !more;
        s->files = more ? more : s->files;
        s->room = more ? room : s->room;
    }
    struct scanned_file one = {strdup(path), malloc(sizeof *found)};
    if (s->size == s->room || !one.path || !one.found) {
        p->full = true;
        free(one.path);
        free(one.found);
        return;
    }
    *one.found = *found;
    s->files[s->size++] = one;
    s->may_call += found->may_call;
}

static void say_progress(const struct tree_counts *counts, void *arg)
{
    struct progress *p = arg;
    double now = clock_seconds();
    if (now - p->said < 0.5)
        return;
    p->said = now;
    double left = (now - p->start) * ((double)p->files / (double)counts->files - 1);
    fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " files, %.0f s left \033[K", counts->files,
            p->files, left > 0 ? left : 0);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct scanned_file *)a)->path, ((const struct scanned_file *)b)->path);
}

static int walk_all(struct progress *p, char **paths)
{
    struct tree_counts all = {0};
    const struct tree_visitor visitor = {
        .found = keep, .progress = isatty(STDERR_FILENO) ? say_progress : NULL, .arg = p};
    for (char **path = paths; visitor.progress && *path; path++)
        tree_walk(*path, false, &all, &visitor);
    p->files = all.files;
    p->start = clock_seconds();
    int error = 0;
    for (char **path = paths; *path && !error; path++)
        error = tree_walk(*path, true, &p->scanned->counts, &visitor);
    if (visitor.progress)
        fputs("\r\033[K", stderr);
    p->scanned->seconds = clock_seconds() - p->start;
    return p->full ? -ENOMEM : error;
}

static int scan(char **paths, printer *print)
{
    struct scanned s = {.objdump = true};
    struct progress p = {.scanned = &s};
    int error = walk_all(&p, paths), code;
    if (error) {
        code = cmd_error("scan", "not all files could be looked at: %s", strerror(-error));
    } else {
        if (s.size)
            qsort(s.files, s.size, sizeof *s.files, by_path);
        error = print(&s, stdout);
        code = error        ? cmd_error("scan", "can't print: %s", strerror(-error))
               : s.may_call ? EXIT_REGRESSION
                            : EXIT_OK;
    }
    for (size_t i = 0; i < s.size; i++) {
        free(s.files[i].path);
        free(s.files[i].found);
    }
    free(s.files);
    return code;
}

static printer *printer_by_name(const char *name)
{
    for (size_t i = 0; text_or_json(NULL, i).name; i++)
        if (strcmp(text_or_json(NULL, i).name, name) == 0)
            return i ? scan_print_json : scan_print_text;
    cmd_unknown("scan", "format", name, text_or_json, NULL);
    return NULL;
}

static int run_scan(int argc, char **argv)
{
    printer *print = scan_print_text;
    struct stat s;
    char *arg;
    int at = 0, o;
    while ((o = opt_next(&cmd_scan, opts, argc, argv, &at, &arg)) >= 0)
        if (!(print = printer_by_name(arg)))
            return EXIT_USAGE;
    if (o != OPT_END)
        return o == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (at == argc)
        return cmd_error("scan", "name files or directories to look through, such as /usr");
    for (int i = at; i < argc; i++)
        if (stat(argv[i], &s) != 0)
            return cmd_error("scan", "%s can't be read: %s", argv[i], strerror(errno));
    return scan(argv + at, print);
}

static const struct opt_words words[] = {{"format", text_or_json, NULL}, {0}};

const struct command cmd_scan = {.name = "scan",
                                 .synopsis = "[OPTION]... PATH...",
                                 .help =
                                     "Scan programs and libraries for calls of the vsyscall page",
                                 .run = run_scan,
                                 .words = words};
