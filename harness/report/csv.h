/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_CSV_H
#define SYSTOLL_REPORT_CSV_H

#include <stdio.h>

/* A number unrounded or a text, in quotes where RFC 4180 wants them; nothing for null. */
void report_csv_value(const json_t *v, FILE *out);

#endif
