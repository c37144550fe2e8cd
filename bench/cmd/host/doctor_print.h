/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_DOCTOR_PRINT_H
#define SYSTOLL_CMD_DOCTOR_PRINT_H

#include "doctor/doctor.h"

#include <stdio.h>

enum { DOCTOR_LINES = 40, DOCTOR_LINE = 80 };

/* All that doctor shows: the lines beside their rows. */
struct doctor_page {
    const struct host *host;
    const struct doctor_row *rows[DOCTOR_LINES];
    struct doctor_line lines[DOCTOR_LINES];
    size_t size, findings, notes;
    struct doctor_costs costs; /* size 0: not timed */
};

/* What of the page is printed: all as a table, all as JSON (systoll.doctor/1), the verdicts for
 * Prometheus, or one line of at most DOCTOR_LINE characters about the worst. 0, or -errno of the
 * stream. */
int doctor_print_table(const struct doctor_page *p, FILE *out);
int doctor_print_json(const struct doctor_page *p, FILE *out);
int doctor_print_prometheus(const struct doctor_page *p, FILE *out);
int doctor_print_line(const struct doctor_page *p, FILE *out);

#endif
