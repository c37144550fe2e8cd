/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_BOOTMODES_CHECK_H
#define SYSTOLL_PAGE_BOOTMODES_CHECK_H

#include "record/fields.h"

#include <jansson.h>

/* Whether an untrusted document is a systoll.bootmodes/1 comparison as docs/boot-modes.md has it,
 * and of a size that can be shown; else false, with what is wrong. */
bool bootmodes_check(const json_t *document, struct complaint *what);

#endif
