/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORKER_H
#define SYSTOLL_WORKER_H

#include "measure/image.h"
#include "measure/sample.h"
#include "measure/worker_serve.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct worker_options {
    char *const *prefix;       /* NULL, or words before the program: the command to run it under */
    const char *program;       /* path of the executable that has the worker subcommand */
    const struct image *image; /* NULL, or what the program has to be; -ESTALE where it is not */
    int cpu;                   /* what the worker pins itself to; WORKER_ANY_CPU: nothing */
    const char *timebase;      /* as timebase_name */
    const char *place;         /* NULL, or what the worker enters before it works */
    const char *allowed;       /* NULL, or the CPUs, as a list, that a place may use beside cpu */
    uint64_t layout_seed;      /* environment size and stack offset follow from it */
};

enum { WORKER_BUFFER = 256 * 1024, WORKER_MESSAGE = 1024, WORKER_SILENCE = 30 /* seconds */ };

/* The harness's side of a worker; what is said between them stands in worker_serve.h. */
struct worker {
    pid_t pid; /* 0: none */
    int to, from;
    size_t begin, end; /* what of the buffer is not yet consumed */
    char *buffer;
    volatile const sig_atomic_t *stop; /* NULL, or: waiting ends with -EINTR while it is above 1 */
    bool by_path;                      /* its program was found by a path, and is to be confirmed */
    bool proved;                       /* it has answered; until then one *stop is enough */
    char message[WORKER_MESSAGE];      /* the sentence of the last `error` answer, or what failed */
};

/* Sends whole request lines; an empty one last. 0, or -EPIPE where the worker has died. */
int worker_ask(struct worker *w, const char *lines);

/* What disturbed a worker since it began; -1 where that is unknown. */
struct worker_usage {
    long long context_switches, migrations, minor_faults, major_faults;
};

/* The next answers. 0; -EREMOTEIO with the worker's sentence in w->message, -ENODEV where it can't
 * work at all, with one too, as where it was stopped because it asks for the terminal; -EPIPE where
 * it died, -ETIMEDOUT after 30 s of silence, -EINTR where *stop says so, -EPROTO for another
 * answer, or one with numbers that no record may hold. */
int worker_read_block(struct worker *w, struct sample *s);
int worker_read_batch(struct worker *w, uint64_t *ticks, uint64_t *count, size_t *size);
int worker_read_usage(struct worker *w, struct worker_usage *u);
int worker_read_count(struct worker *w, double *per_call, size_t size);
/* What stands behind the kind of an answer, valid until the next call. */
int worker_read_words(struct worker *w, const char *kind, char **words);

#endif
