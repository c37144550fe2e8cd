/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_UNRECORDED_H
#define SYSTOLL_GATE_UNRECORDED_H

#include "compare/compare.h"

#include <jansson.h>

/* Fields of the subject that came after version 0.1.0: a record that lacks one is older, and is
 * taken to be like the others in it. */
bool unrecorded_is_equal(const char *field);

/* Adds a note to the answer that names such fields, where some of the records lack them and others
 * have them. */
void unrecorded_note(json_t *answer, const struct compare_record *records, size_t size);

#endif
