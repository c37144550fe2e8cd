/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_SPACE_H
#define SYSTOLL_CMD_INSPECT_SPACE_H

#include "cmd/inspect/inspection.h"

/* The address space drawn, and as data. */
void inspect_space_text(const struct space *s, FILE *out);
json_t *inspect_space_json(const struct space *s);

#endif
