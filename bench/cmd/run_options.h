/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_RUN_OPTIONS_H
#define SYSTOLL_CMD_RUN_OPTIONS_H

#include "cmd/cmd.h"
#include "matrix/select.h"
#include "run/session.h"

#include <limits.h>

enum { RUN_PATH = PATH_MAX, RUN_SEED_BITS = 53 /* what a JSON number holds exactly */ };

/* What the command line asks for. */
struct run_command {
    struct selection selection;
    struct session session;
    bool quick, seeded;  /* --quick and --seed were given */
    const char *output;  /* NULL: by default */
    char path[RUN_PATH]; /* where the record goes; "" where it is not kept */
};

/* Reads the command line; what it leaves open gets its default. The exit code where the command
 * ends here, a sentence having been printed, or -1. */
int run_parse(struct run_command *r, int argc, char **argv);

#endif
