/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "cmd/gate/files.h"
#include "cmd/gate/output.h"
#include "cmd/gate/read.h"
#include "gate/explain.h"
#include "gate/gate.h"
#include "judge/golden.h"
#include "judge/golden_judge.h"
#include "matrix/invariants.h"
#include "text/text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "gate exact"

static const struct opt options[] = {
    {"golden", 0, "DIR", "golden counts of guests (results/golden)"},
    {"explain", 0, "FILE", "given twice, old and new: what scripts/explain --format json printed"},
    {"update", 0, NULL, "take these records' counts as the golden ones"},
    {"format", 'f', "FORMAT[=FILE]", GATE_FORMAT_HELP},
    {"exit", 0, "bisect", GATE_EXIT_HELP},
    {0},
};
enum { GOLDEN, EXPLAIN, UPDATE, FORMAT, EXIT };

enum { PATH = 1024 };

struct request {
    struct gate_outputs outputs;
    const char *golden;
    json_t *explained[2]; /* old and new, or none */
    bool update;
    char why[GATE_ERROR]; /* no instructions were judged, last */
    json_t *answer;
};

static int take_explained(struct request *q, const char *path)
{
    char error[GATE_ERROR];
    int at = q->explained[0] ? 1 : 0;
    if (q->explained[1])
        return cmd_error(NAME, "--explain is given twice, for the old counts and for the new");
    q->explained[at] = explain_read(path, error, sizeof error);
    return q->explained[at] ? gate_input(&q->outputs, NAME, path) : cmd_error(NAME, "%s", error);
}

static int take_exact_option(struct request *q, int option, const char *arg)
{
    q->update |= option == UPDATE;
    if (option == GOLDEN)
        q->golden = arg;
    if (option == EXPLAIN)
        return take_explained(q, arg);
    if (option == FORMAT)
        return gate_take_format(&q->outputs, NAME, arg);
    return option == EXIT ? gate_take_exit(&q->outputs, NAME, arg) : EXIT_OK;
}

static int take_counts(const struct request *q, const char *name, const json_t *report,
                       const char *path, struct output *o)
{
    char why[GATE_ERROR];
    json_t *golden = golden_read(path, why, sizeof why);
    if (!golden) {
        output_discard(o);
        return cmd_error(NAME, "%s", why);
    }
    golden_take(q->answer, name, report, golden);
    int error = golden_write(golden, o);
    json_decref(golden);
    return error ? cmd_error(NAME, "%s can't be written: %s", path, strerror(-error)) : EXIT_OK;
}

/* Takes the counts of a record that can stand for others. The file is opened for writing before it
 * is read, so that of two updates at once the second sees what the first wrote. */
static int update(struct request *q, const char *name, const json_t *report, const char *path)
{
    char why[GATE_ERROR];
    struct output o;
    if (gate_injected(report) || gate_interrupted(report))
        return cmd_error(NAME, "%s was %s: it can't become golden", name,
                         gate_injected(report) ? "lengthened by --inject" : "interrupted");
    mkdir(q->golden, 0777);
    if (gate_check_files(&q->outputs, NAME, path) != EXIT_OK)
        return EXIT_USAGE;
    if (output_open(&o, path, &output_golden, why, sizeof why) != 0)
        return cmd_error(NAME, "%s", why);
    return take_counts(q, name, report, path, &o);
}

/* Why instructions aren't judged, once for records in a row of which the same is to be said. */
static void note_uncounted(struct request *q, const char *name, const char *why)
{
    if (strcmp(q->why, why) != 0)
        gate_note(q->answer, "%s: only kernel entries are judged: %s.", name, why);
    text_say(q->why, sizeof q->why, "%s", why);
}

/* Whether there is a golden file for the record's emulator and loops at all; says so if not. */
static bool has_golden(struct request *q, const char *name, const char *path)
{
    char why[GATE_ERROR];
    if (access(path, F_OK) == 0 || errno != ENOENT)
        return true;
    text_say(why, sizeof why, "there is no golden file %s of this QEMU and these loops", path);
    note_uncounted(q, name, why);
    return false;
}

static int judge_instructions(struct request *q, const char *name, const json_t *report)
{
    char path[PATH], why[GATE_ERROR];
    int error = golden_path(report, q->golden, path, sizeof path, why, sizeof why);
    if (error == -ENAMETOOLONG)
        return cmd_error(NAME, "%s", why);
    if (error) {
        if (q->update)
            return cmd_error(NAME, "%s can't become golden: %s", name, why);
        note_uncounted(q, name, why);
        return EXIT_OK;
    }
    if (q->update)
        return update(q, name, report, path);
    if (!has_golden(q, name, path))
        return EXIT_OK;
    json_t *golden = golden_read(path, why, sizeof why);
    if (!golden)
        return cmd_error(NAME, "%s", why);
    golden_judge(q->answer, name, report, golden);
    json_decref(golden);
    return gate_input(&q->outputs, NAME, path);
}

static int judge_record(void *arg, const char *name, const json_t *report)
{
    struct request *q = arg;
    gate_note_odd(q->answer, name, report);
    gate_invariants(q->answer, name, report);
    return judge_instructions(q, name, report);
}

static int judge_all(struct request *q, char **paths, int size)
{
    q->answer = gate_new(NAME);
    if (size > GATE_LISTED)
        gate_list_few(q->answer);
    int code = gate_inputs(&q->outputs, NAME, paths, size > 0 ? (size_t)size : 0);
    code = code ? code : gate_each(NAME, paths, size, true, judge_record, q);
    if (code != EXIT_OK) {
        json_decref(q->answer);
        return code;
    }
    gate_conclude(q->answer);
    if (q->explained[0])
        explain_differences(q->answer, q->explained[0], q->explained[1]);
    return gate_answer(&q->outputs, NAME, q->answer);
}

/* A folder that was named has to be there: what it holds would have been judged by. */
static int choose_golden(struct request *q)
{
    struct stat st;
    if (!q->golden)
        q->golden = "results/golden";
    else if (!q->update && (stat(q->golden, &st) != 0 || !S_ISDIR(st.st_mode)))
        return cmd_error(NAME, "--golden: there is no folder %s", q->golden);
    return EXIT_OK;
}

static int carry_out_gate_exact(struct request *q, int argc, char **argv)
{
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&gate_exact, options, argc, argv, &index, &arg)) >= 0)
        if (take_exact_option(q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (q->explained[0] && !q->explained[1])
        return cmd_error(NAME, "--explain is given twice, for the old counts and for the new");
    int code = choose_golden(q);
    return code ? code : judge_all(q, argv + index, argc - index);
}

static int run_gate_exact(int argc, char **argv)
{
    struct request q = {0};
    int code = carry_out_gate_exact(&q, argc, argv);
    gate_outputs_free(&q.outputs);
    json_decref(q.explained[0]);
    json_decref(q.explained[1]);
    return gate_code(&q.outputs, code);
}

const struct command gate_exact = {
    .name = NAME,
    .synopsis = "[OPTION]... RECORD...",
    .help = "Kernel entries per call, and instructions per call against golden counts",
    .run = run_gate_exact,
    .words = gate_words,
};
