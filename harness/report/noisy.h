/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_NOISY_H
#define SYSTOLL_REPORT_NOISY_H

#include <jansson.h>
#include <stddef.h>

/* That the run's intervals are wide because of the machine, and by what; "" where it is not so. */
void report_noisy(const json_t *report, char *text, size_t size);

#endif
