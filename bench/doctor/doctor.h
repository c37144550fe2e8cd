/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_DOCTOR_H
#define SYSTOLL_DOCTOR_H

#include "doctor/host.h"

enum doctor_verdict { DOCTOR_OK, DOCTOR_NOTE, DOCTOR_FINDING };

enum { DOCTOR_TEXT = 1400 };

/* What is said of one thing. A finding is never a guess: what can't be known is a note that says
 * what would tell. */
struct doctor_line {
    enum doctor_verdict verdict;
    char seen[DOCTOR_TEXT];   /* texts are printable and have no full stop at their end */
    const char *why;          /* it matters; the row's, unless the row's function sets another */
    char remedy[DOCTOR_TEXT]; /* what to do; "": nothing */
};

/* A thing to look at: one row in a table of its group. */
struct doctor_row {
    const char *name;
    const char *why;
    void (*look)(const struct host *h, struct doctor_line *l);
    const char *cells[4]; /* whose cost --timed tells; ends with NULL */
    bool timed;           /* it says something only where calls were timed */
};

/* What a call of a cell costs: nanoseconds, or NAN and why. */
struct doctor_cost {
    const char *cell;
    double ns;
    char why[HOST_REASON];
};

enum { DOCTOR_COSTS = 16 };
struct doctor_costs {
    struct doctor_cost each[DOCTOR_COSTS];
    size_t size;
};

/* One file each; they end with a row whose name is NULL. */
extern const struct doctor_row doctor_clocks[], doctor_page[], doctor_entry[], doctor_taxes[],
    doctor_tracers[], doctor_machine[];

/* All of them in the order of the page; ends with NULL. */
extern const struct doctor_row *const doctor_groups[];

/* The line of one row. */
void doctor_look(const struct doctor_row *row, const struct host *h, struct doctor_line *l);

/* "ok", "note", "finding". */
const char *doctor_verdict_name(enum doctor_verdict verdict);

/* For the rows: what was seen; the verdict with what to do (NULL: nothing); and both, where the
 * place that would tell ("/proc", "/sys") can't be read. */
void doctor_seen(struct doctor_line *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void doctor_say(struct doctor_line *l, enum doctor_verdict verdict, const char *remedy, ...)
    __attribute__((format(printf, 3, 4)));
void doctor_unseen(struct doctor_line *l, const char *place);

#endif
