/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORKER_H
#define SYSTOLL_WORKER_H

#include "sample.h"
#include "timebase.h"
#include "work.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* The worker's side: a process that is asked on its standard input, a request a line, and answers
 * on its standard output, a line each, once no further request is waiting:
 *   block CELL N           block CPU START N TICKS FLAGS
 *   batch CELL N COUNT     batch N TICKS:COUNT ...        (histogram, ascending)
 *   count CELL N KIND NAME...   count VALUE...            (? where unknown)
 *   anything that fails    error SENTENCE
 * Before a block or a batch there is one untimed warm-up. */
struct worker_host {
    /* The work of that name, kept by the host; or NULL and the reason in *reason. */
    const struct work *(*find)(const char *name, const char **reason);
    struct timebase timebase;
};

/* Serves requests until the end of input. 0, or -errno. */
int worker_serve(const struct worker_host *host, FILE *in, FILE *out);

/* The harness's side. */
struct worker {
    pid_t pid;
    FILE *to;   /* requests */
    FILE *from; /* answers */
};

struct worker_options {
    char *const
        *prefix; /* NULL, or words that come before the program: a command to run it under */
    const char *program;  /* path of the executable that has the worker subcommand */
    int cpu;              /* what the worker pins itself to */
    const char *timebase; /* as timebase_name */
    uint64_t layout_seed; /* environment size and stack offset follow from it */
};

/* Starts a worker. 0 or -errno. */
int worker_start(struct worker *w, const struct worker_options *o);
/* Ends it and waits for it; its wait status, or -errno. */
int worker_stop(struct worker *w);

#endif
