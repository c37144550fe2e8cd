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

/* In the order in which they run; ends with NULL. */
extern const struct topic *const topics[];

extern const struct topic topic_clocks, topic_entries, topic_getcpu, topic_i386, topic_int80,
    topic_messages, topic_order, topic_page, topic_pointers, topic_ptrace, topic_registers,
    topic_seccomp, topic_symbols, topic_timezone;

/* Runs the topics whose name matches the shell pattern (NULL: all) and prints them to out. Gives
 * the run's counts in *t. 0, -ENOENT where none matches (nothing is printed), or -errno. */
int topics_run(const char *pattern, const struct tap_format *format, FILE *out, struct tap *t);

#endif
