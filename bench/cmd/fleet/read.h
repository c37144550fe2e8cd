/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_FLEET_READ_H
#define SYSTOLL_CMD_FLEET_READ_H

#include "fleet/fleet.h"

/* Reads the records that the operands name, on all CPUs: a file is one, a folder stands for its
 * *.jsonl, and then those of folders in it, which are further records of hosts. A host's name is
 * its file's, without .jsonl. Where none can be read, that is an error. EXIT_OK, or EXIT_USAGE
 * after one sentence; fleet_free after either. */
int fleet_read(struct fleet *f, char **paths, size_t size);

#endif
