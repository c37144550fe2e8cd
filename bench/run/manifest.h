/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_MANIFEST_H
#define SYSTOLL_MANIFEST_H

#include "run/session.h"

/* The record's first line for a prepared session: a new reference, or NULL without memory. */
json_t *manifest_make(const struct session *s);

#endif
