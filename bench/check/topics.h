/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_TOPICS_H
#define SYSTOLL_TOPICS_H

#include "check/ending.h"

/* What can be checked by itself: one file, one row in the table in topics.c. */
struct topic {
    const char *name;
    const char *about; /* one line for --list */
    void (*run)(struct check *c);
    bool bare; /* says nothing under an emulator such as valgrind */
};

extern const struct topic topics[]; /* ends with a row whose name is NULL */

void check_clocks(struct check *c), check_entries(struct check *c), check_getcpu(struct check *c),
    check_int80(struct check *c), check_messages(struct check *c), check_order(struct check *c),
    check_page(struct check *c), check_pointers(struct check *c), check_ptrace(struct check *c),
    check_registers(struct check *c), check_seccomp(struct check *c),
    check_symbols(struct check *c), check_timezone(struct check *c);

/* Runs the topics whose name matches the shell pattern (NULL: all) and prints them to out. Gives
 * the run's counts in *t. 0, -ENOENT where none matches (nothing is printed), or -errno. */
int topics_run(const char *pattern, const struct tap_format *format, FILE *out, struct tap *t);

#endif
