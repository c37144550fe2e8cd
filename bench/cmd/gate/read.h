/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_READ_H
#define SYSTOLL_CMD_GATE_READ_H

#include "cmd/gate/gate.h"

/* The report of a record, its boot's id in machine as "boot_id", and "injected"; with counts also
 * its gate_counts as "counts", where it counted instructions; the record itself in *kept, for
 * record_free, unless that is NULL. NULL after one sentence. */
json_t *gate_read(const char *command, const char *path, bool counts, struct record *kept);
/* Takes the reports of all of them in their order, read ahead on all CPUs. The first code that is
 * not EXIT_OK, EXIT_USAGE after one sentence. */
int gate_each(const char *command, char *const *paths, int size, bool counts, gate_take *take,
              void *arg);
/* Some cell of the run was lengthened by --inject; it was stopped before its end. */
bool gate_injected(const json_t *report);
bool gate_interrupted(const json_t *report);
/* Says of both in the answer's notes. */
void gate_note_odd(json_t *answer, const char *name, const json_t *report);

#endif
