/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_AGAINST_SAY_H
#define SYSTOLL_FLEET_AGAINST_SAY_H

#include "fleet/view/view.h"

#include <jansson.h>

/* What table and Markdown say of a systoll.changes/1 document: printable, without line breaks and
 * full stop. The caller frees; NULL without memory. */

/* How many hosts are in both sweeps, and what became of them. */
char *changes_say_counts(const json_t *document);
/* The set of hosts of came, left or copied; NULL also where there is none. */
char *changes_say_hosts(const json_t *hosts);
/* A change: verdict, hosts, exact facts, times. */
char *changes_say_change(const json_t *change);

enum { CHANGES_COLUMNS = 8 };
extern const char *const changes_columns[CHANGES_COLUMNS];
void changes_column_text(const json_t *cell, int column, char *text, size_t size);

#endif
