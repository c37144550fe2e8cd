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

/* Its timebase is icount. */
bool record_counts_instructions(const struct record *r);
/* What rounds, batches and pairs hold. */
void record_free_samples(struct record *r);
void record_free(struct record *r);

#endif
