/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_SPOILS_H
#define SYSTOLL_PAGE_SPOILS_H

#include <jansson.h>
#include <stdio.h>

/* What a reader has to know before any figure: that the run was interrupted, its cells lengthened,
 * the record without samples. Nothing where it is not so. */
void spoils_notices(const json_t *report, FILE *out);

/* In sentences what makes the figures worse, and how good they are. */
void spoils_say(const json_t *report, FILE *out);

#endif
