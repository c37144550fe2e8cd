/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_SAY_H
#define SYSTOLL_FLEET_SAY_H

#include "fleet/view/view.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* What table and Markdown say of a systoll.fleet/1 document: printable, without line breaks and
 * full stop. The caller frees; NULL without memory. */

/* How many hosts there are, and what became of them. */
char *fleet_say_counts(const json_t *document);
/* A group: how many hosts, of what machine, how their times are judged, how it differs from the
 * first. */
char *fleet_say_group(const json_t *group);
/* A finding: the hosts, and what is found of them. */
char *fleet_say_finding(const json_t *finding);
/* A record that could not be read. */
char *fleet_say_unread(const json_t *unread);
/* "Outlier", "Suspect", "Busy", "Alone". */
const char *fleet_say_verdict(const json_t *finding);
/* "Group 1", of the first one. */
void fleet_group_title(const json_t *group, size_t index, char text[FLEET_TITLE]);
/* The set of hosts of an object, shortened where it is long. */
void fleet_put_hosts(const json_t *of, FILE *out);
/* Exact facts, those of cells that are alike together: "clocksource hpet (tsc WHERE); ...", the
 * text before in front of the first; the value in brackets is that of the key. How many. */
size_t fleet_put_fields(const json_t *fields, const char *key, const char *where,
                        const char *before, FILE *out);
/* How the table of cells is to be read. */
extern const char fleet_legend[];

/* A cell's columns. */
enum { FLEET_COLUMNS = 6 };
extern const char *const fleet_columns[FLEET_COLUMNS];
void fleet_column_text(const json_t *cell, int column, char *text, size_t size);

#endif
