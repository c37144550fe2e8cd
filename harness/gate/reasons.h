/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_REASONS_H
#define SYSTOLL_GATE_REASONS_H

#include <jansson.h>

/* The reasons of all rows, those that are the same said once: an array of texts, new. */
json_t *gate_reasons(const json_t *answer);

#endif
