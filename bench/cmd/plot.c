/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include "plot/gallery.h"
#include "plot/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPTION_OUTPUT };

static const struct opt options[] = {
    [OPTION_OUTPUT] = {"output", 'o', "DIR", "where the pictures go; made where it is absent"},
    {0},
};

/* The scripts of the installation that this program belongs to, else of the source tree. */
static const char *scripts(void)
{
    static char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash = size > 0 ? memrchr(path, '/', (size_t)size) : NULL;
    if (slash) {
        size_t left = sizeof path - (size_t)(slash - path);
        snprintf(slash, left, "/%s/plots", SYSTOLL_DATADIR);
        if (access(path, R_OK | X_OK) == 0)
            return path;
    }
    return SYSTOLL_SOURCE_DIR "/scripts/plots";
}

/* As mkdir -p. 0 or -errno. */
static int make_folders(const char *path)
{
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part)
        return -ENAMETOOLONG;
    for (size_t i = 1; i <= strlen(path); i++) {
        if (path[i] && path[i] != '/')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (mkdir(part, 0777) < 0 && errno != EEXIST)
            return -errno;
    }
    return 0;
}

/* A link in place of the folder is followed where this user or root made it, as the kernel's
 * protected_symlinks has it. A descriptor or -errno. */
static int open_folder(const char *path)
{
    struct stat st;
    int rc = make_folders(path);
    if (rc < 0)
        return rc;
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && st.st_uid != geteuid() && st.st_uid != 0)
        return -ELOOP;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static void say_drawn(const char *folder, const bool *drawn)
{
    for (size_t i = 0; pictures[i]; i++) {
        if (!drawn[i])
            cmd_error("plot", "%s was not drawn: %s", pictures[i]->name, pictures[i]->nothing);
        for (int k = 0; drawn[i] && k < GALLERY_FILES; k++)
            printf("%s/%s%s\n", folder, pictures[i]->name, gallery_suffixes[k]);
    }
}

static int draw_into(const struct plot *p, const char *folder)
{
    char error[PATH_MAX + 400];
    bool drawn[8] = {0};
    int dir = open_folder(folder);
    if (dir < 0)
        return cmd_error("plot", "%s can't be used as a folder: %s", folder, strerror(-dir));
    int rc = gallery_draw(p, dir, scripts(), drawn, error, sizeof error);
    close(dir);
    if (rc < 0)
        return cmd_error("plot", "in %s, %s", folder, error);
    say_drawn(folder, drawn);
    return EXIT_OK;
}

static const char *why_no_plot(int rc)
{
    switch (rc) {
    case -ENODATA:
        return "no cell of it was measured";
    case -E2BIG:
        return "it has more than 200 measured cells, too many for a picture";
    default:
        return "out of memory";
    }
}

static int draw_record(const char *path, const char *folder)
{
    char error[512];
    struct record record;
    struct plot plot;
    if (record_read(path, RECORD_SAMPLES, &record, error, sizeof error) < 0)
        return cmd_error("plot", "%s", error);
    if (record.torn)
        fprintf(stderr, "systoll plot: the last line of %s is cut; the rest is drawn\n", path);
    int rc = plot_open(&plot, &record);
    int code =
        rc < 0 ? cmd_error("plot", "%s: %s", path, why_no_plot(rc)) : draw_into(&plot, folder);
    if (rc == 0)
        plot_close(&plot);
    record_free(&record);
    return code;
}

/* RECORD's name without its folders and .jsonl; a record on standard input is called stdin. */
static void stem_of(const char *path, char *stem, size_t size)
{
    const char *slash = strrchr(path, '/');
    snprintf(stem, size, "%s", strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path);
    char *end = strstr(stem, ".jsonl");
    if (end && end != stem)
        *end = '\0';
}

/* Two records of one name would draw over each other. */
static const char *repeated_stem(char **paths, int count)
{
    static char stem[NAME_MAX + 1];
    char other[NAME_MAX + 1];
    for (int i = 0; i < count; i++) {
        stem_of(paths[i], stem, sizeof stem);
        for (int k = 0; k < i; k++) {
            stem_of(paths[k], other, sizeof other);
            if (strcmp(stem, other) == 0)
                return stem;
        }
    }
    return NULL;
}

static int draw_records(char **paths, int count, const char *folder)
{
    char stem[NAME_MAX + 1], sub[PATH_MAX + NAME_MAX + 2];
    int code = EXIT_OK;
    for (int i = 0; i < count; i++) {
        stem_of(paths[i], stem, sizeof stem);
        snprintf(sub, sizeof sub, "%s/%s", folder, stem);
        int one = draw_record(paths[i], count == 1 ? folder : sub);
        code = code ? code : one;
    }
    return code;
}

static int check_request(char **paths, int count)
{
    if (count <= 0)
        return cmd_error("plot", "name a record to draw; see systoll plot --help");
    const char *stem = repeated_stem(paths, count);
    if (stem)
        return cmd_error("plot", "two records are called %s; draw them into folders apart", stem);
    int rc = gnuplot_check();
    if (rc == -ENOENT)
        return cmd_error("plot", "gnuplot draws the pictures and is not installed; install it, on "
                                 "Debian by apt-get install gnuplot-nox");
    return rc ? cmd_error("plot", "gnuplot does not run: %s", strerror(-rc)) : EXIT_OK;
}

static int run(int argc, char **argv)
{
    const char *folder = NULL;
    char *arg;
    int index = 0, option;
    while ((option = opt_next(&cmd_plot, options, argc, argv, &index, &arg)) >= 0)
        folder = arg;
    if (option != OPT_END)
        return option == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (!folder || !*folder)
        return cmd_error("plot", "say where the pictures go, with -o DIR");
    int code = check_request(argv + index, argc - index);
    return code ? code : draw_records(argv + index, argc - index, folder);
}

const struct command cmd_plot = {
    .name = "plot",
    .synopsis = "RECORD... -o DIR",
    .help = "draw records with gnuplot, SVG and PNG; several records into folders DIR/NAME",
    .run = run,
};
