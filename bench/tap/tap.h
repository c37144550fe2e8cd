/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TAP_H
#define SYSTOLL_TAP_H

#include <stdbool.h>
#include <stdio.h>

/* Assertions by topic, printed as they come or topic by topic, in one of the formats. */

struct tap_counts {
    unsigned made, failed, skipped; /* made: failed and skipped ones too */
};

struct tap {
    FILE *out;
    const struct tap_format *format;
    const char *topic;
    struct tap_counts all, own; /* own: the topic's */
    unsigned topics;            /* begun so far */
    FILE *body;                 /* where the topic's assertions go */
    char *text;                 /* and those of a format that prints their number first */
    size_t size;
    int error; /* 0, or -ENOMEM where assertions were lost */
};

/* What an assertion says besides its description; each may be NULL. */
struct tap_note {
    const char *expected, *came;
    const char *where; /* file and function of the kernel that decide it */
};

/* An assertion as the formats print it; all text is printable. */
struct tap_result {
    bool good;
    const char *text;
    const char *reason; /* why it was skipped; NULL: it was made */
    const struct tap_note *note;
};

/* A way to print them. One file per format, one row in tap_formats. */
struct tap_format {
    const char *name;
    const char *help;  /* one line for --help */
    bool counts_first; /* a topic is printed at its end, t->text its assertions */
    void (*begin)(struct tap *t, unsigned topics);
    void (*result)(struct tap *t, const struct tap_result *r); /* to t->body */
    void (*topic_end)(struct tap *t);                          /* NULL: nothing */
    void (*end)(struct tap *t);
};

extern const struct tap_format tap_tap, tap_ktap, tap_junit;
extern const struct tap_format *const tap_formats[]; /* ends with NULL */

/* So many topics will come. */
void tap_begin(struct tap *t, const struct tap_format *format, unsigned topics, FILE *out);

void tap_topic(struct tap *t, const char *topic);
void tap_topic_end(struct tap *t);

/* One assertion; where it fails, the note is printed with it. */
void tap_ok(struct tap *t, bool good, const struct tap_note *note, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* One that can't be made here; reason is a sentence without its full stop. */
void tap_skip(struct tap *t, const char *reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void tap_end(struct tap *t);

#endif
