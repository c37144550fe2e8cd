/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_PMU_H
#define SYSTOLL_REPORT_PMU_H

#include <jansson.h>
#include <stdbool.h>

/* A PMU counted some measured cell of the document. */
bool report_pmu_used(const json_t *report);

#endif
