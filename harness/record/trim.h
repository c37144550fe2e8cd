/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_TRIM_H
#define SYSTOLL_RECORD_TRIM_H

#include <stddef.h>

/* Members of a line's JSON left out of its text, in place, so that they are not parsed, which is
 * most of what a record costs to read. They are not looked at, and may be anything whose brackets
 * and quotes match. The size that is left; text that is no JSON becomes some other text that is
 * none. */

/* Of a manifest its cells and the rest of the machine. */
size_t record_trim_manifest(char *text, size_t size);
/* Of a summary what only people look at: percentiles, ticks, events. */
size_t record_trim_summary(char *text, size_t size);

#endif
