/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_WORDS_H
#define SYSTOLL_COMPARE_WORDS_H

#include "compare/record.h"

#include <jansson.h>

/* Sentences about cells whose state, or whose entries into the kernel, are not the same in all
 * records; cells of which the same is to be said share a sentence. */
json_t *compare_changed_state(const json_t *cells, const struct compare_record *records);
json_t *compare_changed_entries(const json_t *cells, const struct compare_record *records);

#endif
