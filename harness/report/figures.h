/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_REPORT_FIGURES_H
#define SYSTOLL_REPORT_FIGURES_H

#include <jansson.h>
#include <stdbool.h>

/* What the formats for other programs take from a systoll.report/1 document. A figure is given only
 * where it is a finite number: a sum or a quotient of odd ones may be none. */

/* The document's cells by their printable names, in its order; of two that print the same the
 * first. A new object that shares them; NULL without memory. */
json_t *figures_cells(const json_t *report);

/* The member of an object, which may be NULL. */
bool figures_number(const json_t *object, const char *key, double *v);
/* Of a cell, in ns: the estimate and half of its interval's width, by the longer side. */
bool figures_ns(const json_t *cell, double *v);
bool figures_ns_half(const json_t *cell, double *v);
/* Per call, of a cell: all entries into the kernel, emulated ones too; and instructions in user and
 * kernel mode, of an emulator or a PMU. */
bool figures_entries(const json_t *cell, double *v);
bool figures_instructions(const json_t *cell, double *v);
/* By how much --inject lengthened the cell: ns. */
bool figures_injected(const json_t *cell, double *v);

/* The run was stopped, or ended without its summary. */
bool figures_interrupted(const json_t *report);
/* The record holds the samples that its figures come from. */
bool figures_samples(const json_t *report);
double figures_launches(const json_t *report);

/* A number for JSON, an integer where it is whole. */
json_t *figures_json(double v);

#endif
