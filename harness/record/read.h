/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_READ_H
#define SYSTOLL_RECORD_READ_H

#include "record/record.h"

/* The stream from where it is to its end, at that depth;
 * where no summary comes, *r may hold none and no samples either. With may_drop samples that are
 * too many are dropped, where a summary comes. As record_read else. */
int record_read_whole(FILE *in, const char *name, enum record_depth depth, bool may_drop,
                      struct record *r, char *error, size_t error_size);

#endif
