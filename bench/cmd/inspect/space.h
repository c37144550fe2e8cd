/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_SPACE_H
#define SYSTOLL_CMD_INSPECT_SPACE_H

#include "cmd/inspect/inspection.h"

/* The address space drawn. */
void inspect_space_text(const struct space *s, FILE *out);

#endif
