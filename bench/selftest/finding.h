/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FINDING_H
#define SYSTOLL_FINDING_H

enum self_verdict { SELF_OK, SELF_NOTE, SELF_NONE, SELF_BROKEN };

enum { FINDING_TEXT = 512 };

/* What one test read, and what follows from it. */
struct finding {
    enum self_verdict verdict;
    char read[FINDING_TEXT];
    char follows[FINDING_TEXT];
};

/* Set what was read; and the verdict with what follows from it. */
void found_read(struct finding *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
void found(struct finding *f, enum self_verdict verdict, const char *follows, ...)
    __attribute__((format(printf, 3, 4)));

#endif
