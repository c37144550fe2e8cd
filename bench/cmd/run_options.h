/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_RUN_OPTIONS_H
#define SYSTOLL_CMD_RUN_OPTIONS_H

#include "cmd/cmd.h"
#include "matrix/select.h"
#include "report/report.h"
#include "run/session.h"

#include <limits.h>

enum { RUN_PATH = PATH_MAX, RUN_SEED_BITS = 53 /* what a JSON number holds exactly */ };

/* What the command line asks for. */
struct run_command {
    const struct command *command;    /* which of them it is */
    const struct report_format *view; /* how the record is printed */
    struct selection selection;
    struct session session;
    bool quick, seeded;  /* --quick and --seed were given */
    const char *output;  /* NULL: by default */
    char path[RUN_PATH]; /* where the record goes; "" where it is not kept */
};

/* Reads the command line; what it leaves open gets its default. The exit code where the command
 * ends here, a sentence having been printed, or -1. */
int run_parse(struct run_command *r, int argc, char **argv);

/* Takes the option of run that has that name. False with one sentence in error. */
bool run_take(struct run_command *r, const char *name, char *arg, char *error, size_t size);
/* Gives what was left open its default; launches 0: run's own. */
void run_set_defaults(struct run_command *r, unsigned launches);

#endif
