/* SPDX-License-Identifier: MIT */
#include "cmd/gate.h"

#include "compare.h"
#include "gate/baseline.h"
#include "gate/gate.h"
#include "sysfile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAME "gate record"
#define FOLDER "results/baselines"

static const struct opt options[] = {
    {"baseline", 0, "DIR|FILE", "the baseline (" FOLDER "/PLATFORM, by the record's platform)"},
    {"margin", 0, "SHARE", "the least slowdown that matters, such as 2% (the default)"},
    {"subject", 0, "FIELD,...", "what the comparison is about: these may differ"},
    {"format", 'f', "FORMAT[=FILE]", GATE_FORMAT_HELP},
    {"plot", 0, "DIR", GATE_PLOT_HELP},
    {"exit", 0, "bisect", GATE_EXIT_HELP},
    {0},
};
enum { BASELINE, MARGIN, SUBJECT, FORMAT, PLOT, EXIT };

enum { PATH = 1024, FIELDS = 32 };

/* Reports and where they came from. */
struct reports {
    char *paths[GATE_RECORDS];
    char names[GATE_RECORDS][COMPARE_NAME];
    json_t *reports[GATE_RECORDS];
    struct compare_record records[GATE_RECORDS];
    size_t size;
};

struct request {
    struct gate_outputs outputs;
    const char *path; /* of the baseline, NULL: by default */
    char chosen[PATH];
    const char *fields[FIELDS + 1];
    size_t fields_size;
    struct baseline baseline;
    struct reports base, judged;
};

static int take_fields(struct request *q, char *list)
{
    char *rest;
    for (char *f = strtok_r(list, ",", &rest); f; f = strtok_r(NULL, ",", &rest)) {
        if (q->fields_size == FIELDS)
            return cmd_error(NAME, "--subject takes at most %d fields", FIELDS);
        q->fields[q->fields_size++] = f;
    }
    return EXIT_OK;
}

static int take_option(struct request *q, int option, char *arg)
{
    switch (option) {
    case BASELINE:
        q->path = arg;
        return EXIT_OK;
    case MARGIN:
        q->baseline.trust_margin = true;
        return gate_take_margin(NAME, arg, &q->baseline.margin);
    case SUBJECT:
        return take_fields(q, arg);
    case FORMAT:
        return gate_take_format(&q->outputs, NAME, arg);
    case PLOT:
        return gate_take_plot(&q->outputs, NAME, arg);
    default:
        return gate_take_exit(&q->outputs, NAME, arg);
    }
}

static int read_all(struct reports *r)
{
    compare_names(r->paths, r->size, r->names);
    for (size_t i = 0; i < r->size; i++) {
        if (!(r->reports[i] = gate_read(NAME, r->paths[i], RECORD_SUMMARY)))
            return EXIT_USAGE;
        r->records[i] = (struct compare_record){r->names[i], r->reports[i]};
    }
    return EXIT_OK;
}

static void free_reports(struct reports *r)
{
    for (size_t i = 0; i < r->size; i++)
        json_decref(r->reports[i]);
}

static int add_path(struct reports *r, char *path)
{
    if (!path || r->size == GATE_RECORDS) {
        free(path);
        return cmd_error(NAME, "a baseline has at most %d records", GATE_RECORDS);
    }
    r->paths[r->size++] = path;
    return EXIT_OK;
}

/* The records in the folder, or the one that the path names. */
static int list_baseline(struct reports *r, const char *path)
{
    struct stat st;
    char *one;
    int code = EXIT_OK;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return add_path(r, strdup(path));
    char **names = sysfile_names("", path);
    for (size_t i = 0; names && names[i] && code == EXIT_OK; i++) {
        const char *dot = strrchr(names[i], '.');
        if (dot && strcmp(dot, ".jsonl") == 0)
            code = add_path(r, asprintf(&one, "%s/%s", path, names[i]) < 0 ? NULL : one);
    }
    sysfile_names_free(names);
    return code;
}

/* What was lengthened on purpose, or cut short, is no measure for others. */
static int check_baseline(const struct reports *r)
{
    for (size_t i = 0; i < r->size; i++)
        if (gate_injected(r->reports[i]) || gate_interrupted(r->reports[i]))
            return cmd_error(NAME, "%s was %s: it can't be a baseline", r->paths[i],
                             gate_injected(r->reports[i]) ? "lengthened by --inject"
                                                          : "interrupted");
    return EXIT_OK;
}

static int read_baseline(struct request *q)
{
    char key[PATH / 2];
    baseline_key(q->judged.reports[0], key, sizeof key);
    snprintf(q->chosen, sizeof q->chosen, FOLDER "/%s", key);
    const char *path = q->path ? q->path : q->chosen;
    int code = list_baseline(&q->base, path);
    if (code == EXIT_OK && q->base.size == 0) {
        cmd_error(NAME, "there is no baseline in %s; make baseline writes one", path);
        return q->path ? EXIT_USAGE : EXIT_NOTHING;
    }
    if (code == EXIT_OK)
        code = read_all(&q->base);
    return code ? code : check_baseline(&q->base);
}

/* Each field that may differ has to be one that a record tells of. */
static int check_fields(const struct request *q)
{
    const json_t *machine = json_object_get(q->judged.reports[0], "machine");
    json_t *known = json_deep_copy(json_object_get(machine, "subject")), *value;
    const char *words[128] = {0}, *name, *unknown = NULL;
    size_t size = 0;
    machine = json_object_get(q->base.reports[0], "machine");
    json_object_update_missing(known, json_object_get(machine, "subject"));
    json_object_foreach(known, name, value)
        if (size < 127)
            words[size++] = name;
    for (size_t i = 0; i < q->fields_size && !unknown; i++)
        if (!json_object_get(known, q->fields[i]))
            unknown = q->fields[i];
    const char *near = unknown ? nearest_word(unknown, words) : NULL;
    int code = EXIT_OK;
    if (unknown)
        code = cmd_error(NAME, "no subject has a field '%.60s'%s%.60s", unknown,
                         near ? "; did you mean " : "", near ? near : "");
    json_decref(known);
    return code;
}

static int judge(struct request *q)
{
    char why[GATE_ERROR];
    json_t *answer = gate_new(NAME);
    struct baseline *b = &q->baseline;
    b->records = q->base.records;
    b->size = q->base.size;
    b->may_differ = q->fields;
    for (size_t i = 0; i < q->judged.size; i++) {
        if (!baseline_comparable(b, &q->judged.records[i], why, sizeof why)) {
            gate_refuse(answer, why);
            return gate_answer(&q->outputs, NAME, answer);
        }
        baseline_judge(answer, b, &q->judged.records[i]);
    }
    gate_note(answer, "The baseline has %zu record%s.", b->size, b->size == 1 ? "" : "s");
    gate_conclude(answer);
    return gate_answer(&q->outputs, NAME, answer);
}

static int judge_all(struct request *q, char **paths, int size)
{
    if (size < 1 || size > GATE_RECORDS)
        return cmd_error(NAME, "name 1 to %d records, or - for standard input", GATE_RECORDS);
    q->judged.size = (size_t)size;
    memcpy(q->judged.paths, paths, q->judged.size * sizeof *paths);
    int code = read_all(&q->judged);
    if (code == EXIT_OK)
        code = read_baseline(q);
    if (code == EXIT_OK)
        code = check_fields(q);
    return code ? code : judge(q);
}

static int work(struct request *q, int argc, char **argv)
{
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&gate_record, options, argc, argv, &index, &arg)) >= 0)
        if (take_option(q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    int code = judge_all(q, argv + index, argc - index);
    free_reports(&q->judged);
    free_reports(&q->base);
    for (size_t i = 0; i < q->base.size; i++)
        free(q->base.paths[i]);
    return code;
}

static int run(int argc, char **argv)
{
    struct request *q = calloc(1, sizeof *q);
    if (!q)
        return cmd_error(NAME, "there is no memory left");
    q->baseline.margin = 0.02;
    int code = work(q, argc, argv);
    code = gate_code(&q->outputs, code);
    free(q);
    return code;
}

const struct command gate_record = {
    .name = NAME,
    .synopsis = "[OPTION]... RECORD...",
    .help = "Times against a baseline of the same machine",
    .run = run,
};
