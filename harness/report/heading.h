/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_HEADING_H
#define SYSTOLL_REPORT_HEADING_H

#include <jansson.h>
#include <stddef.h>

/* Sentences for people about machine and run, and about what disturbed all launches together (""
 * where it is not known), one line each; the caller frees them. NULL: out of memory. */
char *report_machine(const json_t *report);
char *report_run(const json_t *report);
char *report_interference(const json_t *report);
/* How the columns that the document fills are to be read; "" where it fills none. */
void report_legend(const json_t *report, char *text, size_t size);

#endif
