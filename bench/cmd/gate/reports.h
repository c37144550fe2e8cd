/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_GATE_REPORTS_H
#define SYSTOLL_CMD_GATE_REPORTS_H

#include "compare/compare.h"
#include "compare/names.h"

#include <jansson.h>
#include <stddef.h>

/* The reports of some records that are judged by, and where they came from. Zero at first;
 * reports_free. */
struct reports {
    char **paths;
    char (*names)[COMPARE_NAME];
    json_t **reports;
    struct compare_record *records;
    size_t size;
};

/* Reads the summaries of the records in a folder (*.jsonl; none: size 0), or of the one that path
 * names. EXIT_OK; or EXIT_USAGE after one sentence. */
int reports_read(struct reports *r, const char *command, const char *path);
void reports_free(struct reports *r);

/* Refuses, after one sentence, what was lengthened on purpose or cut short: it is no measure for
 * others. */
int reports_check(const struct reports *r, const char *command);

#endif
