/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_REPORT_PAGE_H
#define SYSTOLL_CMD_REPORT_PAGE_H

#include "record/record.h"
#include "report/report.h"

#include <jansson.h>

/* What the subcommands that print pages have in common. */

/* EXIT_OK; or EXIT_USAGE after one sentence where the format is a page and standard output, which
 * it would go to, a terminal; that says how to name a file. */
int page_check_terminal(const char *command, const struct report_format *format, const char *how);

/* What a page says of the file that it is of: its name, and its SHA-256 where the path is a file;
 * and of a record besides how it drifted, and where its process was in memory. A new reference, or
 * NULL without memory. */
json_t *page_file(const char *path);
json_t *page_facts(const char *path, const struct record *r);

/* Prints one page of the reports side by side, the first as the base, to that file (NULL: standard
 * output); paths name them. EXIT_OK; or EXIT_INCOMPARABLE or EXIT_USAGE after one sentence. */
int page_side_by_side(const char *output, json_t *const *reports, char *const *paths, size_t size);

#endif
