/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_CHECK_H
#define SYSTOLL_RECORD_CHECK_H

#include "record/fields.h"
#include "record/record.h"

/* Checks of single lines of a record against results/README.md: true; or false, with what. */
bool check_manifest(const json_t *line, struct complaint *what);
bool check_summary(const json_t *line, struct complaint *what);

#endif
