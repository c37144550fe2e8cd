/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_GATE_H
#define SYSTOLL_GATE_H

#include "stats/judge.h"

#include <jansson.h>

#define GATE_SCHEMA "systoll.gate/1"

/* One thing judged. Texts are copied; untrusted ones may be in them. */
struct gate_row {
    const char *record, *cell;
    const char *check;  /* "entries", "instructions" or "time" */
    const char *unit;   /* of old and now: "a call", "instructions", "ns" */
    const char *reason; /* NULL, or a sentence without its full stop */
    enum verdict verdict;
    double old, now;                /* what is expected and what came; NAN: none */
    double smallest;                /* of an exact check: the smallest difference that it sees */
    const struct judgement *timing; /* of "time", where its verdict and smallest stand; else NULL */
};

/* A gate's answer, a systoll.gate/1 document (docs/gate.md): a new reference, or NULL without
 * memory. gate_conclude has to come last. */
json_t *gate_new(const char *gate);
void gate_add(json_t *answer, const struct gate_row *row);
/* From now on the answer only counts, as "unlisted", what passed and what was skipped: for so many
 * records that rows of these would fill memory and tell nothing. */
void gate_list_few(json_t *answer);
/* A sentence that is to be said whatever the verdict is. */
void gate_note(json_t *answer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The records can't be compared, and why. */
void gate_refuse(json_t *answer, const char *why);
/* The outcome from all rows, with one line in words. */
enum outcome gate_conclude(json_t *answer);

#endif
