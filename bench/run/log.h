/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_LOG_H
#define SYSTOLL_RUN_LOG_H

#include "record/record.h"

#include <jansson.h>

/* A record while it is made: its file, and what stays in memory for the summary. */
struct run_log {
    struct record_writer *writer; /* NULL: the record is not kept; the caller's */
    int write_error;              /* -errno of the first line that could not be written */
    struct record record;
    json_t *warnings; /* sentences */
};

void log_begin(struct run_log *l);
/* All but the writer. */
void log_free(struct run_log *l);

/* Adds a sentence to the record's warnings. */
void log_warn(struct run_log *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a line to the file, where there is one. 0 or -errno; later lines are not tried after a
 * failure, because the record would have a hole. */
int log_write(struct run_log *l, const json_t *line);

/* Writes a line that also stays in the record, as a reader would find it there. Takes the
 * reference. 0 or -errno. */
int log_keep(struct run_log *l, json_t *line);

#endif
