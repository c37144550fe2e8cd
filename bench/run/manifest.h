/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MANIFEST_H
#define SYSTOLL_MANIFEST_H

#include "run/session.h"

/* The machine as machine_describe has it, and what is known of it here: the mode of the vsyscall
 * page, how the kernel is entered, the timed loops. A new reference; NULL without memory. */
json_t *manifest_machine(int cpu, enum vsyscall_mode mode);

/* The record's first line for a prepared session: a new reference, or NULL without memory. */
json_t *manifest_make(const struct session *s);

#endif
