/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAGE_COLUMNS_H
#define SYSTOLL_PAGE_COLUMNS_H

#include "report/columns.h"

#include <jansson.h>
#include <stdio.h>

/* A table of the measured cells, with those of the columns that some cell has something for. */
void columns_print(const char *label, const struct report_column *columns, const json_t *report,
                   FILE *out);

/* A cell and what is said of it, in a list (html_facts_begin). */
void columns_fact(const json_t *cell, const char *text, FILE *out);

#endif
