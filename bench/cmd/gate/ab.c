/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "ab/ab_measure.h"
#include "ab/ab_workers.h"
#include "cmd/gate/files.h"
#include "cmd/gate/output.h"
#include "cmd/gate/session.h"
#include "judge/ab.h"
#include "judge/noise.h"
#include "record/write.h"
#include "run/finish.h"
#include "run/prepare.h"
#include "stats/pairs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME "gate ab"

static const struct opt options[] = {
    {"a", 0, "CMD", "A's workers start under this command, for sh; '' is none"},
    {"b", 0, "CMD", "B's workers, the same"},
    {"program-a", 0, "FILE", "A's workers are of this systoll"},
    {"program-b", 0, "FILE", "B's workers, the same"},
    {"enter-a", 0, "CMD",
     "shell command that switches the system to state A (needs --enter-b and --undo)"},
    {"enter-b", 0, "CMD", "the same for state B"},
    {"undo", 0, "CMD", "shell command that puts the system back, at the next start at the latest"},
    {"cells", 0, "LIST", "of path:call[:clock]; shell patterns are allowed"},
    {"margin", 0, "SHARE", "the least slowdown that matters (2%)"},
    {"budget", 0, "TIME", "for all that is timed, such as 90s or 10m (60s)"},
    {"noise", 0, "FILE", "what gate calibrate wrote on this machine"},
    {"inject", 0, "CELL=NS", "lengthen a cell of B, to see the gate work; may be repeated"},
    {"output", 'o', "RECORD", "keep the record there, for gate judge"},
    {"format", 'f', "FORMAT[=FILE]", GATE_FORMAT_HELP},
    {"plot", 0, "DIR", GATE_PLOT_HELP},
    {"exit", 0, "bisect", GATE_EXIT_HELP},
    {0},
};
/* The texts first. */
enum { A, B, PROGRAM_A, PROGRAM_B, ENTER_A, ENTER_B, UNDO };
enum { CELLS = UNDO + 1, MARGIN, BUDGET, NOISE, INJECT, OUTPUT, FORMAT, PLOT, EXIT };

struct request {
    struct gate_outputs outputs;
    struct session session;
    struct ab ab;
    const char *texts[UNDO + 1]; /* by option */
    const char *cells, *noise_path, *output;
    json_t *noise;
};

static int take_injection(struct injections *all, const char *arg)
{
    char error[GATE_ERROR];
    if (!inject_take(all, arg, error, sizeof error))
        return cmd_error(NAME, "%s", error);
    return EXIT_OK;
}

static int take_ab_option(struct request *q, int option, char *arg)
{
    if (option <= UNDO)
        q->texts[option] = arg;
    else if (option == CELLS)
        q->cells = arg;
    else if (option == NOISE)
        q->noise_path = arg;
    else if (option == OUTPUT)
        q->output = arg;
    else if (option == MARGIN)
        return gate_take_margin(NAME, arg, &q->ab.margin);
    else if (option == BUDGET)
        return gate_take_seconds(NAME, "--budget", arg, &q->ab.budget);
    else if (option == INJECT)
        return take_injection(&q->session.injections, arg);
    else if (option == FORMAT)
        return gate_take_format(&q->outputs, NAME, arg);
    else if (option == PLOT)
        return gate_take_plot(&q->outputs, NAME, arg);
    else if (option == EXIT)
        return gate_take_exit(&q->outputs, NAME, arg);
    return EXIT_OK;
}

/* Texts go into the record, which is UTF-8. */
static int check_texts(const struct request *q)
{
    bool some = q->session.injections.size > 0;
    for (int i = A; i <= UNDO; i++) {
        json_t *text = json_string(q->texts[i]);
        bool good = text || !q->texts[i];
        json_decref(text);
        some |= q->texts[i] != NULL;
        if (!good)
            return cmd_error(NAME, "--%s is not UTF-8 text", options[i].name);
    }
    bool enter = q->texts[ENTER_A] || q->texts[ENTER_B] || q->texts[UNDO];
    if (!some)
        return cmd_error(NAME, "say what is compared: --a CMD and --b CMD; '' is none");
    if (enter && !(q->texts[ENTER_A] && q->texts[ENTER_B] && q->texts[UNDO]))
        return cmd_error(NAME, "--enter-a, --enter-b and --undo go together");
    return EXIT_OK;
}

static void take_sides(struct request *q)
{
    for (int side = 0; side < AB_SIDES; side++)
        q->ab.sides[side] =
            (struct ab_side){.command = q->texts[A + side] ? q->texts[A + side] : "",
                             .program = q->texts[PROGRAM_A + side],
                             .enter = q->texts[ENTER_A + side]};
    q->ab.undo = q->texts[UNDO];
    q->ab.session = &q->session;
    q->ab.looks = PAIRS_LOOKS;
}

static int open_record(struct request *q)
{
    char error[GATE_ERROR];
    if (!q->output)
        return EXIT_OK;
    q->session.log.writer = record_create(q->output, error, sizeof error);
    if (!q->session.log.writer)
        return cmd_error(NAME, "%s", error);
    const char *displaced = record_displaces(q->session.log.writer);
    if (displaced)
        cmd_error(NAME, "%s: %s", q->output, displaced);
    return EXIT_OK;
}

static int read_noise(struct request *q)
{
    char error[GATE_ERROR];
    if (q->noise_path && !(q->noise = noise_read(q->noise_path, error, sizeof error)))
        return cmd_error(NAME, "%s", error);
    return -1;
}

static int take_noise(struct request *q)
{
    if (!q->noise)
        return EXIT_OK;
    if (!noise_fits(q->noise, q->session.log.record.manifest)) {
        cmd_error(NAME, "%s is of another machine; systoll gate calibrate writes this one's",
                  q->noise_path);
        return EXIT_INCOMPARABLE;
    }
    q->ab.noise = noise_bounds(q->noise);
    return EXIT_OK;
}

static int commit(struct request *q)
{
    struct run_log *l = &q->session.log;
    int error = l->write_error ? l->write_error : l->writer ? record_commit(l->writer) : 0;
    if (l->write_error && l->writer)
        record_abandon(l->writer);
    l->writer = NULL;
    if (error)
        return cmd_error(NAME,
                         "%s could not be written: %s; what was written until then is in "
                         "%s.partial, and the answer is of all that was measured",
                         q->output, strerror(-error), q->output);
    return EXIT_OK;
}

/* Ends the record, then judges what was measured as gate judge would: also where the record could
 * not be kept, which is then the exit code. */
static int conclude_gate_ab(struct request *q)
{
    bool stopped = gate_stopped();
    int error = session_finish(&q->session, stopped);
    if (error && !q->session.log.write_error)
        return gate_failed(&q->ab, NAME, error);
    int kept = commit(q);
    int code = gate_answer(&q->outputs, NAME, ab_judge(&q->session.log.record));
    return kept != EXIT_OK ? kept : stopped ? EXIT_INTERRUPTED : code;
}

/* The system is put back before anything is said; that it was not outweighs every verdict. */
static int compare_states(struct request *q)
{
    struct ab *ab = &q->ab;
    int error = ab_open(ab);
    if (!error)
        error = ab_measure(ab);
    bool ended = error == -ECANCELED && q->session.log.record.rounds > 0;
    bool failed = error && error != -EINTR && !ended;
    int code = failed ? gate_failed(ab, NAME, error) : EXIT_OK;
    *ab->error = '\0';
    if (ab->undo && gate_stopped())
        fprintf(stderr, "Stopped; putting the setting back.\n");
    if (ab_close(ab))
        code = gate_failed(ab, NAME, -ECHILD);
    gate_end_progress();
    if (code == EXIT_OK && error == -EINTR && q->session.log.record.rounds == 0) {
        cmd_error(NAME, "stopped before the first round: there is no record");
        return EXIT_INTERRUPTED;
    }
    return code == EXIT_OK ? conclude_gate_ab(q) : code;
}

static int measure_gate_ab(struct request *q)
{
    q->session.request.seconds = q->ab.budget;
    q->session.request.least_blocks = AB_LEAST_BLOCKS;
    int error = session_prepare(&q->session);
    gate_end_progress();
    if (q->session.log.write_error)
        return cmd_error(NAME, "%s can't be written: %s", q->output, strerror(-error));
    if (error && error != -ENODATA)
        return gate_failed(&q->ab, NAME, error);
    int code = take_noise(q);
    return code == EXIT_OK ? compare_states(q) : code;
}

/* Before the minutes of measuring. */
static int check_files(struct request *q)
{
    const char *const inputs[] = {q->noise_path, q->texts[PROGRAM_A], q->texts[PROGRAM_B]};
    int code = EXIT_OK;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs && code == EXIT_OK; i++)
        code = inputs[i] ? gate_input(&q->outputs, NAME, inputs[i]) : EXIT_OK;
    bool file = q->output && strcmp(q->output, "-") != 0;
    return code ? code : gate_check_files(&q->outputs, NAME, file ? q->output : NULL);
}

static int parse_gate_ab(struct request *q, int argc, char **argv)
{
    char *arg;
    int index = 0, found;
    while ((found = opt_next(&gate_ab, options, argc, argv, &index, &arg)) >= 0)
        if (take_ab_option(q, found, arg) != EXIT_OK)
            return EXIT_USAGE;
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (index < argc)
        return cmd_error(NAME, "unexpected argument '%s'; see systoll gate ab --help", argv[index]);
    int code = check_texts(q);
    code = code ? code : check_files(q);
    return code == EXIT_OK ? -1 : code;
}

static int carry_out_gate_ab(struct request *q, int argc, char **argv)
{
    int code = parse_gate_ab(q, argc, argv);
    if (code < 0)
        code = read_noise(q);
    if (code < 0)
        code = gate_recover(NAME, &q->ab.journal, q->texts[UNDO] != NULL);
    if (code < 0) {
        take_sides(q);
        code = gate_prepare(&q->session, NAME, q->cells);
    }
    if (code < 0 && (code = open_record(q)) == EXIT_OK)
        code = measure_gate_ab(q);
    if (q->session.log.writer)
        record_discard(q->session.log.writer);
    session_free(&q->session);
    json_decref(q->ab.noise);
    json_decref(q->noise);
    free(q->session.request.cells);
    return code;
}

static int run_gate_ab(int argc, char **argv)
{
    struct request *q = calloc(1, sizeof *q);
    if (!q)
        return cmd_error(NAME, "out of memory");
    q->ab.margin = 0.02;
    q->ab.budget = 60;
    int code = gate_code(&q->outputs, carry_out_gate_ab(q, argc, argv));
    gate_outputs_free(&q->outputs);
    free(q);
    return code;
}

const struct command gate_ab = {
    .name = NAME,
    .synopsis = "[--a CMD] [--b CMD] [OPTION]...",
    .help = "Time A and B alternately on one CPU, with A against A as a control",
    .run = run_gate_ab,
    .words = gate_words,
};
