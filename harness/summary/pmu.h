/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_PMU_H
#define SYSTOLL_SUMMARY_PMU_H

#include <jansson.h>

/* Adds "pmu" to a cell whose "events" have cycles or instructions by mode. */
void summary_set_pmu(json_t *cell);

#endif
