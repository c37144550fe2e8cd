/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_FLEET_AGAINST_H
#define SYSTOLL_CMD_FLEET_AGAINST_H

#include "report/report.h"

#include <stddef.h>

/* Prints what changed from the records of the folder before to those that the operands name. The
 * exit code, after one sentence where it is EXIT_USAGE. */
int fleet_against(const struct report_format *format, char *before, char **paths, size_t size);

#endif
