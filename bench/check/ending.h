/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_ENDING_H
#define SYSTOLL_ENDING_H

#include "check/setting.h"
#include "matrix/attempt.h"
#include "tap/tap.h"

/* How something tried in a child should end. What is 0 in a signal's row is not looked at. */
struct ending {
    int signal;        /* 0: it returns result */
    int code;          /* si_code; CODE_ANY */
    uint64_t address;  /* si_addr lies within 16 bytes from here on; with SI_KERNEL it is 0 */
    uint64_t error;    /* of the page fault */
    uint64_t ip[2];    /* from, to: where rip stands */
    int64_t result;    /* the low 32 bits have to be equal; RESULT_* */
    const char *where; /* file and function of the kernel that decide it */
};

enum { CODE_ANY = 0 };
#define RESULT_POSITIVE (INT64_MAX)
#define RESULT_ANY (INT64_MAX - 1)

/* Everything that a topic works with. */
struct check {
    struct tap tap;
    struct setting setting;
};

/* One assertion on what came of probe_run(f, arg): whether one of the endings, of which there are
 * size (the first is the one to be expected), is the one that came. */
void check_ends(struct check *c, const struct ending *endings, size_t size,
                uint64_t (*f)(void *arg), void *arg, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Words for an ending that came; a buffer of the caller's. */
const char *ending_words(const struct probe *p, char *words, size_t size);

#endif
