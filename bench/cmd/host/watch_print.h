/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CMD_WATCH_PRINT_H
#define SYSTOLL_CMD_WATCH_PRINT_H

#include "watch/watch.h"

#include <stdio.h>

/* All that watch shows. */
struct watched {
    const char *scope; /* "system", "process", "command" */
    const char *mode;  /* of the vsyscall page; NULL where /proc does not say it */
    double seconds;
    uint64_t counts[PAGE_CALLS], total;
    uint64_t lost; /* samples, as far as the kernel said */
    const struct callers *callers;
};

/* 0, or -errno of the stream. */
int watch_print_table(const struct watched *w, FILE *out);
int watch_print_json(const struct watched *w, FILE *out);
int watch_print_csv(const struct watched *w, FILE *out);

#endif
