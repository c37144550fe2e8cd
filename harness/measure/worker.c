/* SPDX-License-Identifier: MIT */
#include "measure/worker.h"

#include "machine/refusal.h"
#include "measure/child.h"
#include "measure/clock.h"
#include "text/text.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POLL_MS = 200 };

/* No block is longer, or of more calls: beyond it a double loses ticks. */
#define MOST_TICKS (UINT64_C(1) << 53)

int worker_ask(struct worker *w, const char *lines)
{
    size_t left = strlen(lines);
    *w->message = '\0';
    while (left) {
        ssize_t wrote = write(w->to, lines, left);
        if (wrote < 0 && errno != EINTR)
            return -errno;
        if (wrote > 0) {
            lines += wrote;
            left -= (size_t)wrote;
        }
    }
    return 0;
}

static bool asked_to_stop(const struct worker *w)
{
    return w->stop && *w->stop > (w->proved ? 1 : 0);
}

static int ask_no_terminal(struct worker *w)
{
    if (!child_asks_terminal(w->pid))
        return 0;
    text_say(w->message, sizeof w->message, "%s", child_terminal);
    return -ENODEV;
}

/* Waits for output in short turns, so that a second Ctrl-C is answered at once. */
static int wait_for_output(struct worker *w)
{
    struct pollfd p = {.fd = w->from, .events = POLLIN};
    int refused;
    for (int waited = 0; waited < WORKER_SILENCE * 1000; waited += POLL_MS) {
        if (asked_to_stop(w))
            return -EINTR;
        int ready = clock_poll(&p, 1, POLL_MS);
        if (ready > 0)
            return 0;
        if (ready < 0 && ready != -EINTR) {
            text_say(w->message, sizeof w->message, "a worker can't be waited for: %s",
                     refusal_words("poll", ready));
            return ready;
        }
        if ((refused = ask_no_terminal(w)))
            return refused;
    }
    return -ETIMEDOUT;
}

static int fill_buffer(struct worker *w)
{
    memmove(w->buffer, w->buffer + w->begin, w->end - w->begin);
    w->end -= w->begin;
    w->begin = 0;
    if (w->end == WORKER_BUFFER)
        return -EPROTO;
    int error = wait_for_output(w);
    if (error)
        return error;
    ssize_t got = read(w->from, w->buffer + w->end, WORKER_BUFFER - w->end);
    if (got > 0)
        w->end += (size_t)got;
    else if (got == 0)
        return -EPIPE;
    else if (errno != EINTR)
        return -errno;
    return 0;
}

int worker_read_words(struct worker *w, const char *kind, char **words)
{
    char *newline;
    *w->message = '\0';
    while (!(newline = memchr(w->buffer + w->begin, '\n', w->end - w->begin))) {
        int error = fill_buffer(w);
        if (error)
            return error;
    }
    char *line = w->buffer + w->begin;
    *newline = '\0';
    w->begin = (size_t)(newline + 1 - w->buffer);
    *words = strchr(line, ' ');
    if (!*words)
        return -EPROTO;
    *(*words)++ = '\0';
    w->proved = true;
    bool refused = strcmp(line, "refused") == 0;
    if (refused || strcmp(line, "error") == 0) {
        text_say(w->message, sizeof w->message, "%s", *words);
        return refused ? -ENODEV : -EREMOTEIO;
    }
    return strcmp(line, kind) == 0 ? 0 : -EPROTO;
}

/* A block that a record may hold: gate judge and report refuse a file with any other. */
static bool possible(const struct sample *s)
{
    return s->start <= INT64_MAX && s->n >= 1 && s->n <= MOST_TICKS && s->ticks <= MOST_TICKS;
}

int worker_read_block(struct worker *w, struct sample *s)
{
    char *rest;
    int error = worker_read_words(w, "block", &rest);
    if (error)
        return error;
    int got = sscanf(rest, "%" SCNu32 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu32, &s->cpu,
                     &s->start, &s->n, &s->ticks, &s->flags);
    return got == 5 && possible(s) ? 0 : -EPROTO;
}

int worker_read_batch(struct worker *w, uint64_t *ticks, uint64_t *count, size_t *size)
{
    char *rest, *end;
    int error = worker_read_words(w, "batch", &rest);
    if (error)
        return error;
    strtoull(rest, &rest, 10); /* n, as asked */
    for (*size = 0; *rest == ' ' && *size < BATCH_BINS; ++*size) {
        ticks[*size] = strtoull(rest + 1, &end, 10);
        if (*end != ':')
            return -EPROTO;
        count[*size] = strtoull(end + 1, &rest, 10);
        if (ticks[*size] > MOST_TICKS || count[*size] < 1 || count[*size] > WORKER_BATCHES ||
            (*size && ticks[*size] <= ticks[*size - 1]))
            return -EPROTO;
    }
    return *rest == '\0' ? 0 : -EPROTO;
}

int worker_read_usage(struct worker *w, struct worker_usage *u)
{
    char *rest;
    int error = worker_read_words(w, "usage", &rest);
    if (error)
        return error;
    int got = sscanf(rest, "%lld %lld %lld %lld", &u->context_switches, &u->migrations,
                     &u->minor_faults, &u->major_faults);
    return got == 4 ? 0 : -EPROTO;
}

int worker_read_count(struct worker *w, double *per_call, size_t size)
{
    char *rest;
    int error = worker_read_words(w, "count", &rest);
    if (error)
        return error;
    for (size_t i = 0; i < size; i++) {
        char *end;
        per_call[i] = strtod(rest, &end);
        if (end == rest || isinf(per_call[i]))
            return -EPROTO;
        rest = end;
    }
    return 0;
}
