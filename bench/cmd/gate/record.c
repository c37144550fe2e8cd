/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "cmd/gate/files.h"
#include "cmd/gate/output.h"
#include "cmd/gate/read.h"
#include "cmd/gate/reports.h"
#include "gate/gate.h"
#include "judge/baseline.h"
#include "judge/baseline_judge.h"
#include "judge/baseline_modes.h"
#include "judge/unrecorded.h"

#include <stdlib.h>
#include <string.h>

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

struct request {
    struct gate_outputs outputs;
    const char *path; /* of the baseline, NULL: by default */
    char chosen[PATH];
    const char *fields[FIELDS + 1];
    size_t fields_size;
    struct baseline baseline;
    struct reports base;
    json_t *answer;
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

static int take_record_option(struct request *q, int option, char *arg)
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

/* The baseline for that record, which is ready to be judged by. */
static int read_baseline(struct request *q, const json_t *report)
{
    char key[PATH / 2];
    baseline_key(report, key, sizeof key);
    snprintf(q->chosen, sizeof q->chosen, FOLDER "/%s", key);
    const char *path = q->path ? q->path : q->chosen;
    int code = reports_read(&q->base, NAME, path);
    if (code == EXIT_OK && q->base.size == 0) {
        cmd_error(NAME, "there is no baseline in %s; make baseline writes one", path);
        return q->path ? EXIT_USAGE : EXIT_NOTHING;
    }
    code = code ? code : reports_check(&q->base, NAME);
    code = code ? code : gate_inputs(&q->outputs, NAME, q->base.paths, q->base.size);
    if (code)
        return code;
    q->baseline.records = q->base.records;
    q->baseline.size = q->base.size;
    q->baseline.may_differ = q->fields;
    return (q->baseline.cells = baseline_cells(&q->baseline)) ? EXIT_OK
                                                              : cmd_error(NAME, "out of memory");
}

/* The keys of a JSON object. */
static struct word field_words(const void *of, size_t i)
{
    json_t *object = (json_t *)(uintptr_t)of;
    void *at = json_object_iter(object);
    while (at && i--)
        at = json_object_iter_next(object, at);
    return (struct word){.name = at ? json_object_iter_key(at) : NULL};
}

/* Each field that may differ has to be one that a record tells of. */
static int check_fields(const struct request *q, const json_t *report)
{
    const json_t *machine = json_object_get(report, "machine");
    json_t *known = json_deep_copy(json_object_get(machine, "subject"));
    const char *unknown = NULL;
    machine = json_object_get(q->base.reports[0], "machine");
    json_object_update_missing(known, json_object_get(machine, "subject"));
    for (size_t i = 0; i < q->fields_size && !unknown; i++)
        if (!json_object_get(known, q->fields[i]))
            unknown = q->fields[i];
    const char *near = unknown ? nearest_in(unknown, field_words, known) : NULL;
    int code = EXIT_OK;
    if (unknown)
        code = cmd_error(NAME, "no subject has a field '%s'%s%s", unknown,
                         near ? "; did you mean " : "", near ? near : "");
    json_decref(known);
    return code;
}

/* Prepares for the first record what the others are judged by too. */
static int prepare(struct request *q, const json_t *report)
{
    char why[GATE_ERROR];
    int code = read_baseline(q, report);
    code = code ? code : check_fields(q, report);
    if (code == EXIT_OK && !baseline_consistent(&q->baseline, why, sizeof why)) {
        gate_refuse(q->answer, why);
        return EXIT_INCOMPARABLE;
    }
    return code;
}

/* EXIT_INCOMPARABLE where the answer is a refusal. */
static int judge_record(struct request *q, const struct compare_record *record)
{
    char why[GATE_ERROR];
    int code = q->baseline.cells ? EXIT_OK : prepare(q, record->report);
    if (code)
        return code;
    if (!baseline_comparable(&q->baseline, record, why, sizeof why)) {
        gate_refuse(q->answer, why);
        return EXIT_INCOMPARABLE;
    }
    const char *copy = baseline_copy(&q->baseline, record->report);
    if (copy)
        return cmd_error(
            NAME, "%s is a copy of %s, which is in the baseline: it would be judged by itself",
            record->name, copy);
    const struct compare_record two[] = {q->baseline.records[0], *record};
    gate_note_odd(q->answer, record->name, record->report);
    unrecorded_note(q->answer, two, 2);
    baseline_note_modes(q->answer, &q->baseline, record);
    return baseline_judge(q->answer, &q->baseline, record) == 0 ? EXIT_OK
                                                                : cmd_error(NAME, "out of memory");
}

static void conclude_gate_record(struct request *q)
{
    size_t size = q->baseline.size;
    gate_note(q->answer, "The baseline has %zu record%s.", size, size == 1 ? "" : "s");
    gate_conclude(q->answer);
}

static int take_record(void *arg, const char *name, const json_t *report)
{
    const struct compare_record record = {name, report};
    return judge_record(arg, &record);
}

static int judge_all(struct request *q, char **paths, int size)
{
    q->answer = gate_new(NAME);
    if (size > GATE_LISTED)
        gate_list_few(q->answer);
    int code = gate_inputs(&q->outputs, NAME, paths, size > 0 ? (size_t)size : 0);
    code = code ? code : gate_each(NAME, paths, size, false, take_record, q);
    if (code == EXIT_OK)
        conclude_gate_record(q);
    if (code == EXIT_OK || code == EXIT_INCOMPARABLE)
        return gate_answer(&q->outputs, NAME, q->answer);
    json_decref(q->answer);
    return code;
}

static int carry_out_gate_record(struct request *q, int argc, char **argv)
{
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&gate_record, options, argc, argv, &index, &arg)) >= 0)
        if (take_record_option(q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    return judge_all(q, argv + index, argc - index);
}

static int run_gate_record(int argc, char **argv)
{
    struct request *q = calloc(1, sizeof *q);
    if (!q)
        return cmd_error(NAME, "out of memory");
    q->baseline.margin = 0.02;
    int code = carry_out_gate_record(q, argc, argv);
    code = gate_code(&q->outputs, code);
    gate_outputs_free(&q->outputs);
    json_decref(q->baseline.cells);
    reports_free(&q->base);
    free(q);
    return code;
}

const struct command gate_record = {
    .name = NAME,
    .synopsis = "[OPTION]... RECORD...",
    .help = "Times against a baseline of the same machine",
    .run = run_gate_record,
    .words = gate_words,
};
