/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SESSION_H
#define SYSTOLL_SESSION_H

#include "count/event_sets.h"
#include "kernel/vsyscall.h"
#include "machine/claim.h"
#include "machine/interference.h"
#include "matrix/cell.h"
#include "measure/rounds.h"
#include "record/record.h"

#include <jansson.h>

enum { SESSION_EVENTS = 48, SESSION_SETS = 4, SESSION_INJECTIONS = 4, SESSION_WHY = 2048 };

/* A chain that lengthens one cell, for trials and for seeing a gate work. Its own size is measured
 * in the same rounds: what links on top of a chain that is bound by its latency cost more. */
struct injection {
    char cell[CELL_NAME];
    double ns; /* as asked for */
    unsigned links;
    char work[CELL_NAME + 8], chain[CELL_NAME], base[CELL_NAME]; /* names for the worker */
};

/* One measuring run, from selected cells to a record. The caller sets the first block of fields. */
struct session {
    struct cell *cells; /* owned by the caller */
    size_t cells_size;
    int cpu;
    unsigned launches, rounds; /* rounds 0: as many as the time allows */
    double seconds;            /* for everything, set-up included */
    unsigned least_blocks;     /* of a cell; 0: by launches and rounds */
    uint64_t seed;
    bool exact;     /* instructions, in a guest whose TSC counts them (qemu -icount shift=0) */
    bool uncounted; /* neither kernel entries nor events */
    struct event
        events[SESSION_EVENTS]; /* as --event names them; choose_events adds those of sets */
    size_t events_size;
    const struct event_set *sets[SESSION_SETS]; /* as --event-set names them; neither: "default" */
    size_t sets_size;
    struct injection inject[SESSION_INJECTIONS];
    size_t inject_size;
    struct record_writer *writer; /* NULL: the record is not kept */
    const volatile sig_atomic_t *stop;
    void (*progress)(void *arg, double done, unsigned launch); /* NULL: none */

    struct record record; /* what was measured; session_free */
    struct vsyscall vsyscall;
    struct plan plan;
    json_t *warnings;
    struct claim claim;     /* to the CPU, while it is measured on */
    struct image image;     /* this program's, which workers are started from */
    const char *entries_by; /* "perf", "seccomp", or NULL */
    int write_error;        /* -errno of the first line that could not be written */
    char why[SESSION_WHY];  /* a sentence on what failed; "" where strerror says it */
    struct timebase_point begin;
    double begin_seconds;            /* CLOCK_MONOTONIC */
    long long steal, sibling;        /* at the begin */
    struct interference first, seen; /* of the CPU under test; before all, after the last launch */
};

/* Takes the CPU, describes the machine, proves every cell, counts, and writes the manifest. 0;
 * -ENODATA where no cell can be measured (the manifest says why for each); -errno. */
int session_prepare(struct session *s);

/* Measures. 0, -EINTR where it was stopped, or -errno; what came until then is in the record. */
int session_measure(struct session *s);

/* Ends the record with frequency and summary. 0 or -errno. */
int session_finish(struct session *s, bool interrupted);

/* Warns where the clock leapt between s->begin and that point: two sources have to agree. */
void session_warn_of_clock(struct session *s, const struct timebase_point *end);

/* After that: false where no cell has a figure, with the first cell that has none, and its reason,
 * in why. */
bool session_measured(const struct session *s, char *why, size_t size);

/* Why preparing or measuring failed with that error, a sentence. */
const char *session_why(const struct session *s, int error);

void session_free(struct session *s);

/* Adds a sentence to the record's warnings. */
void session_warn(struct session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a line to the file, where there is one. 0 or -errno; later lines are not tried after a
 * failure, because the record would have a hole. */
int session_write_line(struct session *s, const json_t *line);

/* Writes a line that also stays in the session's record, as a reader would find it there. Takes the
 * reference. 0 or -errno. */
int session_keep_line(struct session *s, json_t *line);

#endif
