/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_RECORD_H
#define SYSTOLL_AB_RECORD_H

/* For tests: records of A and B whose truth is set here, as text and as records. Include after
 * cmocka. */

#include "judge/ab.h"
#include "judge/ab_trial.h"
#include "measure/random.h"
#include "record/open.h"
#include "record/pairs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one cell truly does; the rest of a record is the same in all tests. */
struct truth {
    const char *name;
    double change[PAIRED_TRIALS]; /* B over A, as a share */
    double same;                  /* A's second worker over its first */
    unsigned rounds[PAIRED_TRIALS];
    uint32_t flags; /* of every block */
};

static inline double noise_of(uint64_t *random)
{
    return ((double)(random_next(random) >> 11) * 0x1p-53 - 0.5) * 0.01;
}

static inline void put_blocks(struct paireds *p, struct paired mould, const char *sides,
                              const struct truth *t, uint64_t *random)
{
    for (const char *side = sides; *side; side++) {
        double factor = *side == 'b' ? 1 + t->change[mould.trial] : *side == 'y' ? 1 + t->same : 1;
        mould.side = *side;
        mould.sample.n = 1000;
        mould.sample.flags = t->flags;
        mould.sample.ticks = (uint64_t)(300000 * factor * (1 + noise_of(random)));
        assert_int_equal(paireds_add(p, &mould), 0);
    }
}

static inline void put_round(FILE *out, struct paired mould, const struct truth *cells, size_t size,
                             uint64_t *random)
{
    struct paireds p = {0};
    for (size_t i = 0; i < size; i++) {
        mould.sample.cell = (uint32_t)i;
        if (mould.sample.round >= cells[i].rounds[mould.trial])
            continue;
        put_blocks(&p, mould, random_below(random, 2) ? "abba" : "baab", &cells[i], random);
        put_blocks(&p, mould, random_below(random, 2) ? "xyyx" : "yxxy", &cells[i], random);
        for (int lost = 0; cells[i].flags && lost < 100; lost++)
            put_blocks(&p, mould, "abbaxyyx", &cells[i], random);
    }
    if (p.size) {
        json_t *line = line_pairs(p.data, p.size);
        json_dumpf(line, out, JSON_COMPACT);
        fputc('\n', out);
        json_decref(line);
    }
    paireds_free(&p);
}

static inline void put_cells(FILE *out, const struct truth *cells, size_t size)
{
    for (size_t i = 0; i < size; i++)
        fprintf(out,
                "%s{\"cell\":\"%s\",\"role\":\"cell\",\"abi\":\"x86_64\",\"path\":\"vdso\","
                "\"call\":\"time\",\"context\":\"hot\",\"state\":\"measured\",\"reason\":null}",
                i ? "," : "", cells[i].name);
}

/* The record's text, which the caller frees. more: whole lines that follow the second one. */
static inline char *record_text(const struct truth *cells, size_t size, const char *noise,
                                const char *more)
{
    char *text = NULL;
    size_t length;
    uint64_t random = 7;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fputs("{\"type\":\"manifest\",\"schema\":\"systoll.record/1\",\"machine\":{\"platform\":{},"
          "\"subject\":{}},\"run\":{\"timebase\":\"tsc\",\"tsc_quantum\":26,\"hz\":1e9},"
          "\"cells\":[",
          out);
    put_cells(out, cells, size);
    fprintf(out,
            "]}\n{\"type\":\"ab\",\"a\":\"\",\"b\":\"b --\",\"margin\":0.02,\"budget\":60,"
            "\"noise\":%s}\n%s",
            noise, more);
    for (uint32_t trial = 0; trial < PAIRED_TRIALS; trial++)
        for (uint32_t round = 0; round < PAIRED_ROUNDS; round++)
            put_round(out,
                      (struct paired){.trial = trial,
                                      .sample = {.launch = round / PAIRS_LAUNCH, .round = round}},
                      cells, size, &random);
    fclose(out);
    return text;
}

/* Reads the text as a file; 0 or -errno with the sentence in error. */
static inline int read_text(const char *text, struct record *r, char *error, size_t size)
{
    FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_non_null(in);
    int result = record_read_stream(in, "it", RECORD_SAMPLES, r, error, size);
    fclose(in);
    return result;
}

static inline json_t *judged(const struct truth *cells, size_t size, const char *noise,
                             const char *more)
{
    char error[600], *text = record_text(cells, size, noise, more);
    struct record r;
    if (read_text(text, &r, error, sizeof error) != 0)
        fail_msg("%s", error);
    json_t *answer = ab_judge(&r);
    assert_non_null(answer);
    record_free(&r);
    free(text);
    return answer;
}

#endif
