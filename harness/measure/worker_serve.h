/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_WORKER_SERVE_H
#define SYSTOLL_WORKER_SERVE_H

#include "measure/work.h"

#include <stddef.h>
#include <stdint.h>

struct sample;
struct timebase;

/* The worker's side: a process that is asked on its standard input, a request a line, and answers
 * on its standard output, a line each. Answers are kept back until an empty line, so that the other
 * side sleeps while a round is at work:
 *   block WORK N WARM                block CPU START N TICKS FLAGS
 *   batch WORK N COUNT WARM          batch N TICKS:COUNT ...   (histogram, ascending)
 *   count WORK N KIND NAME...        count PER_CALL...         (nan where unknown)
 *   prove WORK                       prove STATE REASON          (bench/matrix/prove.h)
 *   usage                            usage SWITCHES MIGRATIONS MINOR MAJOR  (-1: unknown)
 *   anything that fails              error SENTENCE
 * A worker that can't work at all, as where its CPU is refused, says `refused SENTENCE` and ends.
 * Before a block and before batches the work is done WARM times untimed, or until WORKER_SETTLING
 * ticks have passed, and for a small part of what follows: that brings code and data back after
 * another work. */
struct worker_host;

/* The other side: where requests come from and answers go. */
struct worker_lines {
    void *arg;
    char *(*read)(void *arg); /* the next line, to be changed, until the next call; NULL: the end */
    void (*write)(void *arg, const char *text); /* keeps a part of a line */
    int (*send)(void *arg);                     /* all that was kept; 0 or -errno */
};

/* One kind of request: a line of so many words, its name among them. */
struct worker_request {
    const char *name;
    size_t least, most;
    /* Answers with one line. The work is that of the second word; NULL where there is but one. */
    void (*answer)(const struct worker_host *host, const struct work *w, char **words,
                   const struct worker_lines *lines);
    _Bool finds_itself; /* the work, by the second word: w is NULL */
};

struct worker_host {
    const struct worker_request *const *requests; /* which it answers; ends with NULL */
    /* The work of that name, kept by the host; or NULL and the reason in *reason. */
    const struct work *(*find)(const char *name, const char **reason);
    const struct timebase *timebase;
    int cpu; /* where it is to run: what was timed elsewhere is flagged; WORKER_ANY_CPU: not asked
              */
    _Bool switches; /* its calls switch the process by themselves: no block is flagged for that */
};

enum { WORKER_ANY_CPU = -1 };

/* 20 ms by a clock of nanoseconds, 4 to 20 ms by a TSC of 1 to 5 GHz. */
enum { WORKER_SETTLING = 20000000 };

/* The most values that a batch's histogram has, and the most batches that are asked for at once. */
enum { BATCH_BINS = 1024, WORKER_BATCHES = 1 << 20 };

/* Serves requests until the end of input. 0, or what send gave. */
int worker_serve(const struct worker_host *host, const struct worker_lines *lines);

/* For answers: a number of a request, parts of a line, a number behind some text, a whole block,
 * and why there is no answer: a sentence, or two parts of one (why may be NULL). */
uint64_t worker_number(const char *word);
void worker_say(const struct worker_lines *lines, const char *text);
void worker_say_number(const struct worker_lines *lines, const char *before, uint64_t v);
void worker_say_block(const struct worker_lines *lines, const struct sample *s);
void worker_say_error(const struct worker_lines *lines, const char *what, const char *why);

#endif
