/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SAMPLE_H
#define SYSTOLL_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

/* Why a block is dropped; the same rule for every cell. */
enum sample_flag {
    SAMPLE_MIGRATED = 1, /* TSC_AUX differed between start and stop, or from the CPU asked for */
    SAMPLE_SWITCHED = 2, /* a context switch fell into the block */
    SAMPLE_FAULTED = 4,  /* ru_minflt or ru_majflt rose in the block */
};

/* One timed block. Ticks are unrounded and hold the empty block's cost. */
struct sample {
    uint32_t cell; /* index into the record's cells */
    uint32_t launch;
    uint32_t round;
    uint32_t slot;  /* position within the round */
    uint32_t cpu;   /* TSC_AUX's CPU number at the end */
    uint32_t flags; /* enum sample_flag */
    uint64_t start; /* ticks at the start of the block */
    uint64_t n;     /* repetitions */
    uint64_t ticks; /* stop - start */
};

/* Samples in the order taken; grows as needed. Owned by its holder: samples_free. */
struct samples {
    struct sample *data;
    size_t size;
    size_t capacity;
};

/* 0, or -ENOMEM with the samples unchanged. */
int samples_add(struct samples *s, const struct sample *one);
void samples_free(struct samples *s);

#endif
