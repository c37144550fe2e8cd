/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RECORD_H
#define SYSTOLL_RECORD_H

#include "measure/batches.h"
#include "measure/sample.h"
#include "stats/paired.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define RECORD_SCHEMA "systoll.record/1"

/* A record is JSON Lines; results/README.md is its reference. It is written line by line to
 * FILE.partial, which becomes FILE at the end, so that a crash loses at most the line at work and
 * FILE is whole or absent. */
struct record_writer;

/* Opens path for writing ("-": standard output), by the rules of output.h. NULL, with a sentence in
 * error. */
struct record_writer *record_create(const char *path, char *error, size_t error_size);
/* What of earlier runs gives way to the record, as a sentence for people; NULL: nothing. */
const char *record_displaces(const struct record_writer *w);
/* Appends one line, flushed to the kernel. 0 or -errno (ENOSPC, ...); the lines before stay whole.
 */
int record_append(struct record_writer *w, const json_t *line);
/* Renames into place and frees. 0 or -errno; the partial file stays where that failed. */
int record_commit(struct record_writer *w);
/* Frees; leaves what was written under its partial name. */
void record_abandon(struct record_writer *w);
/* Frees, and removes what was written: it holds nothing that was measured. */
void record_discard(struct record_writer *w);

/* A record read back. Everything in it comes from an untrusted file, checked for type, range and
 * size when it was read: a holder may rely on results/README.md's shapes. */
struct record {
    json_t *manifest;
    json_t *summary; /* NULL where the run ended before it was written */
    /* An array of the lines of type counts, launch, ab and broken as they stand, and what rounds,
     * batches and pairs hold: empty unless samples were asked for, or no summary is there. */
    json_t *others;
    struct samples samples;
    struct batches batches;
    struct paireds pairs;
    size_t rounds; /* rounds read */
    bool torn;     /* the last line was cut; what came before was used */
};

/* RECORD_COUNTS: the samples where instructions were counted, which a judge of those looks at. */
enum record_depth { RECORD_SUMMARY, RECORD_COUNTS, RECORD_SAMPLES };

/* Reads a record ("-": standard input), from its begin to its end, once: a pipe will do. 0; or
 * -errno, with one sentence in error that names file, line and what is wrong: not a record, a newer
 * schema, a line over 16 MiB, no whole round, a field that is missing or out of range, samples in
 * more than 256 MiB of lines. On error *r is empty. */
int record_read(const char *path, enum record_depth depth, struct record *r, char *error,
                size_t error_size);
/* The same from a stream; name is for sentences. Where the fuzzer enters. */
int record_read_stream(FILE *in, const char *name, enum record_depth depth, struct record *r,
                       char *error, size_t error_size);
/* Its timebase is icount. */
bool record_counts_instructions(const struct record *r);
/* What rounds, batches and pairs hold. */
void record_free_samples(struct record *r);
void record_free(struct record *r);

#endif
