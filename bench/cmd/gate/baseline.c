/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "cmd/gate/read.h"
#include "judge/baseline.h"
#include "record/record.h"
#include "record/write.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "gate baseline"

static const struct opt options[] = {
    {"output", 'o', "DIR", "below it a folder for each platform (results/baselines)"},
    {0},
};

enum { PATH = 1024 };

/* DIR/PLATFORM/NAME, whose folders are made; false where it doesn't fit. */
static bool choose_path(const json_t *report, const char *dir, const char *from, char *path,
                        size_t size)
{
    char key[PATH / 2];
    const char *slash = strrchr(from, '/');
    baseline_key(report, key, sizeof key);
    int used = snprintf(path, size, "%s/%s", dir, key);
    if (used >= (int)size)
        return false;
    mkdir(dir, 0777);
    mkdir(path, 0777);
    return snprintf(path + used, size - (size_t)used, "/%s", slash ? slash + 1 : from) <
           (int)size - used;
}

/* Manifest and summary: all that a judge of many records reads. */
static int write_short(const struct record *r, const char *path)
{
    char error[GATE_ERROR];
    struct record_writer *w = record_create(path, error, sizeof error);
    if (!w)
        return cmd_error(NAME, "%s", error);
    int failed = record_append(w, r->manifest);
    failed = failed ? failed : record_append(w, r->summary);
    if (failed) {
        record_discard(w);
        return cmd_error(NAME, "%s can't be written: %s", path, strerror(-failed));
    }
    failed = record_commit(w);
    return failed ? cmd_error(NAME, "%s can't be written: %s", path, strerror(-failed)) : EXIT_OK;
}

static const char *unfit(const struct record *r, const json_t *report)
{
    if (!r->summary)
        return "has no summary: its run was cut short";
    if (gate_injected(report))
        return "was lengthened by --inject";
    return gate_interrupted(report) ? "was interrupted" : NULL;
}

static int take_reported(const struct record *r, const json_t *report, const char *from,
                         const char *dir)
{
    char path[PATH];
    const char *why = unfit(r, report);
    if (why)
        return cmd_error(NAME, "%s %s: it can't be a baseline", from, why);
    if (!choose_path(report, dir, from, path, sizeof path))
        return cmd_error(NAME, "the name %s is too long", from);
    if (access(path, F_OK) == 0)
        return cmd_error(NAME, "%s is there already, and a baseline is not rewritten", path);
    int code = write_short(r, path);
    if (code == EXIT_OK)
        cmd_line(stdout, "wrote %s", path);
    return code;
}

static int take_record(const char *from, const char *dir)
{
    struct record r;
    json_t *report = gate_read(NAME, from, false, &r);
    if (!report)
        return EXIT_USAGE;
    int code = take_reported(&r, report, from, dir);
    json_decref(report);
    record_free(&r);
    return code;
}

static int run_gate_baseline(int argc, char **argv)
{
    const char *dir = "results/baselines";
    char *arg;
    int index = 0, found, code = EXIT_OK;
    while ((found = opt_next(&gate_baseline, options, argc, argv, &index, &arg)) >= 0)
        dir = arg;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (index >= argc)
        return cmd_error(NAME, "name the records that are to be the baseline");
    for (int i = index; i < argc && code == EXIT_OK; i++)
        code = take_record(argv[i], dir);
    return code;
}

const struct command gate_baseline = {
    .name = NAME,
    .synopsis = "[-o DIR] RECORD...",
    .help = "Write records without their samples, as a baseline to be committed",
    .run = run_gate_baseline,
};
