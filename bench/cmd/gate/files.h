/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_FILES_H
#define SYSTOLL_CMD_GATE_FILES_H

#include "cmd/gate/gate.h"

/* Notes a file that the command reads: EXIT_OK or EXIT_USAGE after one sentence. */
int gate_input(struct gate_outputs *o, const char *command, const char *path);
int gate_inputs(struct gate_outputs *o, const char *command, char *const *paths, size_t size);
void gate_outputs_free(struct gate_outputs *o);
/* Refuses, after one sentence, where the record (NULL: none) or an answer would be written over an
 * input, over another one, or over what output_check refuses. EXIT_OK or EXIT_USAGE. */
int gate_check_files(const struct gate_outputs *o, const char *command, const char *record);

#endif
