/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TAP_H
#define SYSTOLL_TAP_H

#include <stdbool.h>
#include <stdio.h>

/* Assertions as TAP version 13 (testanything.org), numbered as they come, the plan at the end. */
struct tap {
    FILE *out;
    const char *topic; /* goes before every description */
    unsigned count, failed, skipped;
};

/* What an assertion says besides its description; each may be NULL. */
struct tap_note {
    const char *expected, *came;
    const char *where; /* file and function of the kernel that decide it */
};

void tap_begin(struct tap *t, FILE *out);

/* One assertion; where it fails, the note follows as diagnostics. */
void tap_ok(struct tap *t, bool good, const struct tap_note *note, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* One that can't be made here; reason is a sentence without its full stop. */
void tap_skip(struct tap *t, const char *reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The plan. */
void tap_end(struct tap *t);

#endif
