/* SPDX-License-Identifier: MIT */
#include "cmd/compare/read.h"

#include "cmd/cmd.h"
#include "compare/names.h"
#include "compare/side.h"
#include "machine/sysfile.h"
#include "record/open.h"
#include "record/record.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ERROR = 600 };

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The report of one record; NULL after one sentence. */
static json_t *read_report(const char *path)
{
    struct record r;
    char error[ERROR];
    if (record_read(path, RECORD_SUMMARY, &r, error, sizeof error) != 0) {
        cmd_error("compare", "%s", error);
        return NULL;
    }
    if (r.torn)
        cmd_error("compare", "the last line of %s is torn; the lines before it are used", path);
    json_t *report = summary_report(&r);
    record_free(&r);
    if (!report)
        cmd_error("compare", "out of memory");
    return report;
}

/* Appends the reports of a folder's records, and of folders in it to that depth. */
static int read_folder(const char *folder, int depth, json_t *reports)
{
    char **names = sysfile_names("", folder), *path;
    int code = names ? EXIT_OK : cmd_error("compare", "%s can't be read", folder);
    for (size_t i = 0; names && names[i] && code == EXIT_OK; i++) {
        const char *dot = strrchr(names[i], '.');
        if (asprintf(&path, "%s/%s", folder, names[i]) < 0) {
            code = cmd_error("compare", "out of memory");
            break;
        }
        if (is_folder(path))
            code = depth > 0 ? read_folder(path, depth - 1, reports) : EXIT_OK;
        else if (dot && strcmp(dot, ".jsonl") == 0)
            code = json_array_append_new(reports, read_report(path)) == 0 ? EXIT_OK : EXIT_USAGE;
        free(path);
    }
    sysfile_names_free(names);
    return code;
}

/* A record, or a folder of a side's boots. */
static int read_side(struct sides *s, const char *path)
{
    json_t *reports = json_array(), *report = NULL;
    int code = EXIT_OK;
    if (is_folder(path))
        code = read_folder(path, 0, reports);
    else if ((report = read_report(path)))
        json_array_append_new(reports, report);
    else
        code = EXIT_USAGE;
    if (code == EXIT_OK && json_array_size(reports) == 0)
        code = cmd_error("compare", "there is no record (*.jsonl) in %s", path);
    if (code == EXIT_OK)
        s->reports[s->size++] = side_make(reports);
    json_decref(reports);
    return code;
}

/* A list of reports for each configuration, in the order in which they come. */
static json_t *by_configuration(const json_t *reports)
{
    json_t *groups = json_array(), *report, *group, *own;
    size_t i, j;
    json_array_foreach(reports, i, report) {
        own = NULL;
        json_array_foreach(groups, j, group)
            if (!own && side_same(json_array_get(group, 0), report))
                own = group;
        if (!own)
            json_array_append_new(groups, own = json_array());
        json_array_append(own, report);
    }
    return groups;
}

static int take_groups(struct sides *s, const char *folder, const json_t *groups,
                       const json_t *reports)
{
    const char *names[COMPARE_MOST];
    json_t *kept = json_array(), *group;
    size_t i, size = json_array_size(groups);
    if (size < 2 || size > COMPARE_MOST) {
        json_decref(kept);
        return cmd_error("compare", "the records of %s are of %zu configurations; %s", folder, size,
                         size < 2 ? "two or more can be compared" : "too many to be compared");
    }
    json_array_foreach(groups, i, group) {
        s->reports[s->size++] = side_make(group);
        json_t *name = side_name(json_array_get(group, 0), reports);
        json_array_append_new(kept, name);
        names[i] = json_string_value(name);
    }
    compare_names((char *const *)names, size, s->names);
    json_decref(kept);
    return EXIT_OK;
}

static int read_all(struct sides *s, const char *folder)
{
    json_t *reports = json_array();
    int code = read_folder(folder, 1, reports);
    json_t *groups = by_configuration(reports);
    if (code == EXIT_OK && json_array_size(reports) == 0)
        code = cmd_error("compare", "there is no record (*.jsonl) in %s", folder);
    if (code == EXIT_OK)
        code = take_groups(s, folder, groups, reports);
    json_decref(groups);
    json_decref(reports);
    return code;
}

int sides_read(struct sides *s, char **paths, size_t size)
{
    s->size = 0;
    for (size_t i = 0; i < size; i++) /* a folder's name may end in a slash */
        for (size_t n = strlen(paths[i]); n > 1 && paths[i][n - 1] == '/'; n--)
            paths[i][n - 1] = '\0';
    if (size == 1 && is_folder(paths[0]))
        return read_all(s, paths[0]);
    compare_names(paths, size, s->names);
    for (size_t i = 0; i < size; i++)
        if (read_side(s, paths[i]) != EXIT_OK)
            return EXIT_USAGE;
    return EXIT_OK;
}

void sides_free(struct sides *s)
{
    for (size_t i = 0; i < s->size; i++)
        json_decref(s->reports[i]);
}
