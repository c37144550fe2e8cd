/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_COMPARE_HEADING_H
#define SYSTOLL_COMPARE_HEADING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

void compare_name_text(const json_t *comparison, size_t record, char *text, size_t size);
/* The lines about machine and records hold this field of the subject already. */
bool compare_is_fact(const char *field);

/* What all records say of their machine; and one line about a record, what only it says first. */
char *compare_machine_text(const json_t *comparison);
char *compare_record_text(const json_t *comparison, size_t record);
/* A row of subject_differs or subject_unknown: "VALUE in a, b; VALUE in c; unknown in d". */
char *compare_field_text(const json_t *comparison, const json_t *row);
/* "a, b: WARNING" of the record's warning at that place; "" where an earlier record has it too. */
char *compare_warning_text(const json_t *comparison, size_t record, size_t at);
/* The platform's differences, where there are any. */
char *compare_platform_text(const json_t *comparison);
/* How the columns are to be read. */
char *compare_legend(const json_t *comparison, bool starred);

#endif
