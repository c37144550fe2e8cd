/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_OUTPUT_H
#define SYSTOLL_CMD_GATE_OUTPUT_H

#include "cmd/gate/gate.h"

/* --format FORMAT[=FILE], --plot DIR, --exit bisect: EXIT_OK, or EXIT_USAGE after one sentence. */
int gate_take_format(struct gate_outputs *o, const char *command, const char *arg);
int gate_take_plot(struct gate_outputs *o, const char *command, const char *arg);
int gate_take_exit(struct gate_outputs *o, const char *command, const char *arg);
/* --margin: per cent, such as 2% or 2; becomes a share. The same. */
int gate_take_margin(const char *command, const char *arg, double *share);

/* Prints the answer (which it frees; NULL: no memory) wherever it should go; its exit code. */
int gate_answer(const struct gate_outputs *o, const char *command, json_t *answer);
/* The code that the process shall exit with. */
int gate_code(const struct gate_outputs *o, int code);

#endif
