/* SPDX-License-Identifier: MIT */
#include "cmd/gate/reports.h"

#include "cmd/gate/gate.h"
#include "cmd/gate/read.h"
#include "compare/names.h"
#include "machine/sysfile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Takes path, which is NULL where there was no memory for it. */
static int add_path(struct reports *r, const char *command, char *path)
{
    char **paths = path ? realloc(r->paths, (r->size + 1) * sizeof *paths) : NULL;
    if (!paths) {
        free(path);
        return cmd_error(command, "out of memory");
    }
    r->paths = paths;
    r->paths[r->size++] = path;
    return EXIT_OK;
}

static int list_folder(struct reports *r, const char *command, const char *path)
{
    struct stat st;
    char *one;
    int code = EXIT_OK;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return add_path(r, command, strdup(path));
    char **names = sysfile_names("", path);
    for (size_t i = 0; names && names[i] && code == EXIT_OK; i++) {
        const char *dot = strrchr(names[i], '.');
        if (dot && strcmp(dot, ".jsonl") == 0)
            code = add_path(r, command, asprintf(&one, "%s/%s", path, names[i]) < 0 ? NULL : one);
    }
    sysfile_names_free(names);
    return code;
}

static int read_all(struct reports *r, const char *command)
{
    size_t size = r->size ? r->size : 1;
    r->names = calloc(size, sizeof *r->names);
    r->reports = calloc(size, sizeof *r->reports);
    r->records = calloc(size, sizeof *r->records);
    if (!r->names || !r->reports || !r->records)
        return cmd_error(command, "out of memory");
    if (r->size)
        compare_names(r->paths, r->size, r->names);
    for (size_t i = 0; i < r->size; i++) {
        if (!(r->reports[i] = gate_read(command, r->paths[i], false, NULL)))
            return EXIT_USAGE;
        r->records[i] = (struct compare_record){r->names[i], r->reports[i]};
    }
    return EXIT_OK;
}

int reports_read(struct reports *r, const char *command, const char *path)
{
    int code = list_folder(r, command, path);
    return code ? code : read_all(r, command);
}

void reports_free(struct reports *r)
{
    for (size_t i = 0; i < r->size; i++) {
        json_decref(r->reports ? r->reports[i] : NULL);
        free(r->paths[i]);
    }
    free(r->paths);
    free(r->names);
    free(r->reports);
    free(r->records);
    *r = (struct reports){0};
}

int reports_check(const struct reports *r, const char *command)
{
    for (size_t i = 0; i < r->size; i++)
        if (gate_injected(r->reports[i]) || gate_interrupted(r->reports[i]))
            return cmd_error(command, "%s was %s: nothing can be compared with it", r->paths[i],
                             gate_injected(r->reports[i]) ? "lengthened by --inject"
                                                          : "interrupted");
    return EXIT_OK;
}
