/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_NOISY_H
#define SYSTOLL_REPORT_NOISY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* That the run's intervals are wide because of the machine, and by what; "" where it is not so. */
void report_noisy(const json_t *report, char *text, size_t size);

/* The machine's doings in a run that make intervals wide, as "a, b"; "" where there were none. Of
 * dropped blocks from that share on, 0 to 1; of reference loops that don't hold where loops asks.
 */
void report_causes(const json_t *run, double least_dropped, bool loops, char *text, size_t size);

#endif
