/* SPDX-License-Identifier: MIT */
#include "cmd/gate/gate.h"

#include "cmd/gate/files.h"
#include "cmd/gate/output.h"
#include "judge/ab.h"
#include "judge/ab_trial.h"
#include "record/open.h"

#define NAME "gate judge"

static const struct opt options[] = {
    {"format", 'f', "FORMAT[=FILE]", GATE_FORMAT_HELP},
    {"plot", 0, "DIR", GATE_PLOT_HELP},
    {"exit", 0, "bisect", GATE_EXIT_HELP},
    {0},
};
enum { FORMAT, PLOT, EXIT };

static int judge_file(struct gate_outputs *o, const char *path)
{
    struct record r;
    char error[GATE_ERROR];
    int code = gate_input(o, NAME, path);
    if (code != EXIT_OK)
        return code;
    if (record_read(path, RECORD_SAMPLES, &r, error, sizeof error) != 0)
        return cmd_error(NAME, "%s", error);
    if (r.torn)
        cmd_error(NAME, "the last line of %s is torn; the lines before it are used", path);
    if (ab_line(&r))
        code = gate_answer(o, NAME, ab_judge(&r));
    else
        code = cmd_error(NAME, "%s is no record of gate ab; gate record judges a run's", path);
    record_free(&r);
    return code;
}

static int carry_out_gate_judge(struct gate_outputs *o, int argc, char **argv)
{
    char *arg;
    int index = 0, found, code = EXIT_OK;
    while ((found = opt_next(&gate_judge, options, argc, argv, &index, &arg)) >= 0) {
        code = found == FORMAT ? gate_take_format(o, NAME, arg)
               : found == PLOT ? gate_take_plot(o, NAME, arg)
                               : gate_take_exit(o, NAME, arg);
        if (code != EXIT_OK)
            return code;
    }
    if (found != OPT_END)
        return found == OPT_HELP ? EXIT_OK : EXIT_USAGE;
    if (argc != index + 1)
        return cmd_error(NAME, "name one record, or - for standard input");
    return judge_file(o, argv[index]);
}

static int run_gate_judge(int argc, char **argv)
{
    struct gate_outputs o = {0};
    int code = carry_out_gate_judge(&o, argc, argv);
    gate_outputs_free(&o);
    return gate_code(&o, code);
}

const struct command gate_judge = {
    .name = NAME,
    .synopsis = "[OPTION]... RECORD",
    .help = "Judge a record of gate ab again",
    .run = run_gate_judge,
    .words = gate_words,
};
