/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_CHECK_LINES_H
#define SYSTOLL_RECORD_CHECK_LINES_H

#include "record/fields.h"

/* Of type counts, batch, launch or frequency; cells is the number of cells in the manifest. */
bool check_counts(const json_t *line, size_t cells, struct complaint *what);
bool check_batch(const json_t *line, size_t cells, struct complaint *what);
bool check_launch(const json_t *line, struct complaint *what);
bool check_frequency(const json_t *line, struct complaint *what);

#endif
