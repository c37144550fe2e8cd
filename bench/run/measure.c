/* SPDX-License-Identifier: MIT */
#include "run/measure.h"

#include "record/lines.h"
#include "run/exact.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int on_round(void *arg, unsigned launch, unsigned round, const struct sample *samples,
                    size_t size)
{
    struct session *s = arg;
    for (size_t i = 0; i < size; i++)
        if (samples_add(&s->log.record.samples, &samples[i]))
            return -ENOMEM;
    s->log.record.rounds++;
    json_t *line = line_round(launch, round, samples, size);
    int error = log_write(&s->log, line);
    json_decref(line);
    return error;
}

static int on_batch(void *arg, unsigned launch, size_t cell, uint64_t n, const uint64_t *ticks,
                    const uint64_t *count, size_t size)
{
    struct session *s = arg;
    const struct batch one = {.launch = launch, .cell = (uint32_t)cell, .n = n};
    json_t *line = line_batch(launch, cell, n, ticks, count, size);
    int error = log_write(&s->log, line);
    json_decref(line);
    return error ? error : batches_add(&s->log.record.batches, &one, ticks, count, size);
}

static int on_launch(void *arg, unsigned launch, const struct worker_usage *u)
{
    struct session *s = arg;
    struct interference now = interference_read("", s->request.cpu);
    int error = log_keep(&s->log, line_launch(launch, u, &s->readings.seen, &now));
    s->readings.seen = now;
    return error;
}

static void on_progress(void *arg, double done, unsigned launch)
{
    struct session *s = arg;
    if (s->request.progress)
        s->request.progress(s, done, launch);
}

/* A cell that broke its worker on the way keeps what it has, and that is said. */
static void warn_of_dead_cells(struct session *s, const bool *lived)
{
    for (size_t i = 0; i < s->request.cells_size; i++)
        if (lived[i] && !s->plan.cells[i].live)
            log_warn(&s->log, "%s was given up on the way: %s", s->request.cells[i].name,
                     s->plan.cells[i].reason);
}

static void warn_of_lost_rounds(struct session *s)
{
    const struct plan *p = &s->plan;
    if (p->lost)
        log_warn(&s->log, "%u %s lost: %s (see dmesg: out of memory?)", p->lost,
                 p->lost > 1 ? "rounds" : "round", p->loss);
    if (p->moved)
        log_warn(&s->log,
                 "in %u %s a worker was moved off CPU %d: what it timed elsewhere was dropped",
                 p->moved, p->moved > 1 ? "rounds" : "round", s->request.cpu);
}

/* What ended a run early is part of its record. */
static void warn_of_end(struct session *s, int error)
{
    if (error && error != -EINTR && s->log.record.rounds)
        log_warn(&s->log, "the run ended early: %s", session_why(s, error));
}

int session_measure(struct session *s)
{
    struct rounds_sink sink = {s, on_round, on_batch, on_progress, on_launch};
    if (s->request.exact)
        return exact_measure(&s->request, &s->plan, &sink);
    bool *lived = calloc(s->request.cells_size, sizeof *lived);
    if (!lived)
        return -ENOMEM;
    for (size_t i = 0; i < s->request.cells_size; i++)
        lived[i] = s->plan.cells[i].live;
    s->readings.first = s->readings.seen = interference_read("", s->request.cpu);
    int error = rounds_run(&s->plan, &sink);
    warn_of_dead_cells(s, lived);
    warn_of_lost_rounds(s);
    warn_of_end(s, error);
    free(lived);
    return error;
}
