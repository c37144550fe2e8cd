/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_ENDS_H
#define SYSTOLL_RECORD_ENDS_H

#include "record/record.h"

/* As record_read with RECORD_SUMMARY, for those who look at many. Of a regular file whose last line
 * is a summary only the first and the last line are read, and of these not what record/trim.h
 * leaves out, so that a record of a megabyte costs little; nothing else is looked at, and r->rounds
 * is 0. Any other file, and one in which something is wrong, is read whole. */
int record_read_ends(const char *path, struct record *r, char *error, size_t error_size);

#endif
