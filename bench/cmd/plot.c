/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/pictures.h"

#include "judge/ab_trial.h"
#include "plot/gallery.h"
#include "record/open.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { OPTION_OUTPUT };

static const struct opt options[] = {
    [OPTION_OUTPUT] = {"output", 'o', "DIR", "where the pictures go; made where it is absent"},
    {0},
};

static void say_drawn(const char *folder, const bool *drawn, int files)
{
    for (size_t i = 0; pictures[i]; i++) {
        if (!drawn[i] && pictures[i]->nothing)
            cmd_error("plot", "%s was not drawn: %s", pictures[i]->name, pictures[i]->nothing);
        for (int k = 0; drawn[i] && k < files; k++)
            cmd_line(stdout, "%s/%s%s", folder, pictures[i]->name, gallery_suffixes[k]);
    }
}

static int draw_into(const struct plot *p, const char *folder)
{
    char error[PATH_MAX + 400];
    bool drawn[PLOT_PICTURES] = {0};
    int dir = pictures_folder(folder);
    if (dir < 0)
        return cmd_error("plot", "%s can't be used as a folder: %s", folder, strerror(-dir));
    struct gallery_place place = pictures_begin(dir);
    int rc = gallery_draw(p, &place, drawn, error, sizeof error);
    pictures_end();
    close(dir);
    if (rc == 0)
        say_drawn(folder, drawn, place.files);
    return pictures_conclude("plot", folder, &place, rc, error);
}

static const char *why_no_plot(int rc, const struct record *r)
{
    switch (rc) {
    case -ENODATA:
        return ab_line(r) ? "it is of gate ab; systoll gate judge --plot DIR draws it"
                          : "no cell of it was measured";
    case -E2BIG:
        return "it has more measured cells than the 200 that fit into a picture";
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
        cmd_error("plot", "the last line of %s is cut; the rest is drawn", path);
    int rc = plot_open(&plot, &record);
    int code = rc < 0 ? cmd_error("plot", "%s: %s", path, why_no_plot(rc, &record))
                      : draw_into(&plot, folder);
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
        if (one == EXIT_INTERRUPTED)
            break;
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
    return pictures_check("plot");
}

static int run_plot(int argc, char **argv)
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
    .help = "Draw records with gnuplot, SVG and PNG; several records into folders DIR/NAME",
    .run = run_plot,
};
