/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_GOLDEN_GUEST_H
#define SYSTOLL_GATE_GOLDEN_GUEST_H

#include <jansson.h>
#include <stddef.h>

/* One boot in a golden file: {subject, cells}, a count for each cell, null where the cell couldn't
 * be measured. */

enum { GUEST_KEY = 400 };

/* "6.12.9-cloud-amd64 xonly mitigations=off": kernel, vsyscall mode, other options. */
void guest_key(const json_t *report, char *key, size_t size);

/* A report as such a boot, a new reference. */
json_t *guest_make(const json_t *report);

/* Says how many counts the new boot changes; old may be NULL. */
void guest_note_change(json_t *answer, const char *name, const char *key, const json_t *old,
                       const json_t *guest);

#endif
