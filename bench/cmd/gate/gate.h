/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_H
#define SYSTOLL_CMD_GATE_H

#include "cmd/cmd.h"

#include "record/record.h"
#include "report/report.h"

#include <jansson.h>

/* One file, one row in the table in gate.c. */
extern const struct command gate_ab, gate_baseline, gate_boots, gate_calibrate, gate_exact,
    gate_judge, gate_record;

enum { GATE_OUTPUTS = 8 };

/* Where an answer goes, and as which exit code. */
struct gate_outputs {
    struct {
        const struct report_format *format;
        const char *path; /* NULL: standard output */
    } to[GATE_OUTPUTS];
    size_t size;
    const char *folder; /* for the forest plot; NULL: none */
    char **inputs;      /* gate_input; gate_outputs_free */
    size_t inputs_size;
    bool bisect;
};

/* Help texts that every judging subcommand shares. */
#define GATE_FORMAT_HELP "how to print the answer (text), to FILE; may be repeated"
#define GATE_PLOT_HELP "draw the forest plot there; made where it is absent"
#define GATE_EXIT_HELP "bisect: 125 for no verdict and 128 for an error, as git bisect run wants"

/* What --format takes, for the help. */
extern const struct opt_words gate_words[];

/* Takes the report of a record under its name for people. EXIT_OK, or the code to end with. */
typedef int gate_take(void *arg, const char *name, const json_t *report);

/* Of more records than GATE_LISTED only what is worth a look is listed (gate_list_few). */
enum { GATE_ERROR = 600, GATE_LISTED = 64 };

#endif
