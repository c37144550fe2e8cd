/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_BATCHES_H
#define SYSTOLL_BATCHES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* One histogram of small blocks: of n repetitions each, in one cell and launch. Its bars are
 * from..to of the holder's ticks and count. */
struct batch {
    uint32_t launch, cell;
    uint64_t n;
    size_t from, to;
};

/* All histograms of a record, at 12 bytes a bar. Owned by its holder: batches_free. */
struct batches {
    struct batch *data;
    size_t size, capacity;
    uint64_t *ticks; /* of a whole batch */
    uint32_t *count; /* of batches that took so long */
    size_t bars, room;
};

/* 0, or -ENOMEM with what was there unchanged. A count above 2^32 - 1 is kept as that. */
int batches_add(struct batches *b, const struct batch *mould, const uint64_t *ticks,
                const uint64_t *count, size_t size);
/* The same from a line of type batch that check_batch has passed. */
int batches_add_line(struct batches *b, const json_t *line);
void batches_free(struct batches *b);

#endif
