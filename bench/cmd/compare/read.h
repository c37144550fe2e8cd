/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_COMPARE_READ_H
#define SYSTOLL_CMD_COMPARE_READ_H

#include "compare/compare.h"
#include "compare/names.h"

#include <jansson.h>

enum { COMPARE_MOST = 256 };

/* What is compared: reports by name. */
struct sides {
    json_t *reports[COMPARE_MOST]; /* owned */
    char names[COMPARE_MOST][COMPARE_NAME];
    size_t size;
};

/* Reads what the operands name (COMPARE_MOST at most): a record is a side, and so is a folder,
 * whose records are boots. One folder alone is all sides: its records and those of folders in it,
 * put together where they are of one configuration. EXIT_OK, or EXIT_USAGE after one sentence;
 * sides_free after either. */
int sides_read(struct sides *s, char **paths, size_t size);
void sides_free(struct sides *s);

#endif
