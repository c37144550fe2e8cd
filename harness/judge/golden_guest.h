/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_GOLDEN_GUEST_H
#define SYSTOLL_GATE_GOLDEN_GUEST_H

#include <jansson.h>
#include <stddef.h>

/* One boot in a golden file: {subject, cells}, a count for each cell, null where the cell couldn't
 * be measured. */

enum { GUEST_KEY = 400 };

/* A report's, borrowed. */
json_t *guest_subject(const json_t *report);

/* "6.12.9-cloud-amd64 xonly mitigations=off": kernel, vsyscall mode, other options. */
void guest_key(const json_t *report, char *key, size_t size);

/* A report as such a boot, a new reference. */
json_t *guest_make(const json_t *report);

/* Adds what an earlier boot counted to the counts that still agree with it (old may be NULL); how
 * many then differ from it. */
size_t guest_merge(json_t *guest, const json_t *old);

#endif
