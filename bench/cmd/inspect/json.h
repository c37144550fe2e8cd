/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_JSON_H
#define SYSTOLL_CMD_INSPECT_JSON_H

#include "cmd/inspect/inspection.h"

/* 0, or -errno of the stream. */
int inspect_json(const struct inspection *i, FILE *out);

#endif
