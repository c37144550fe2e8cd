/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_RUN_H
#define SYSTOLL_CMD_RUN_H

#include "cmd/run_options.h"

/* Reads the command line as run_parse does. */
typedef int run_parser(struct run_command *r, int argc, char **argv);

/* What a command that measures does: parses its options, measures, keeps the record and prints it
 * by that view, unless parse has chosen another. An enum exit_code. */
int run_and_print(const struct command *command, const struct report_format *view,
                  run_parser *parse, int argc, char **argv);

#endif
