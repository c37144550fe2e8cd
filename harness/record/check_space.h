/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_CHECK_SPACE_H
#define SYSTOLL_RECORD_CHECK_SPACE_H

#include "record/fields.h"

/* The machine's "space", which older records lack: 64 regions at most, their addresses hexadecimal.
 */
bool check_space(const json_t *machine, struct complaint *what);

#endif
