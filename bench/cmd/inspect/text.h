/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_INSPECT_TEXT_H
#define SYSTOLL_CMD_INSPECT_TEXT_H

#include "cmd/inspect/inspection.h"

/* 0, or -errno of the stream. */
int inspect_text(const struct inspection *i, FILE *out);

#endif
