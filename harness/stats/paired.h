/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_PAIRED_H
#define SYSTOLL_PAIRED_H

#include "measure/sample.h"

#include <stddef.h>
#include <stdint.h>

/* Blocks of two things measured alternately, in groups of four: ABBA or BAAB. */
enum { PAIRED_TRIALS = 2, PAIRED_ROUNDS = 208, PAIRED_GROUP = 4 };

/* A block and whose it is: 'a' and 'b' of a pair, 'x' and 'y' of the pair of A with itself. */
struct paired {
    struct sample sample;
    uint32_t trial; /* 0; 1: fresh workers, to confirm */
    char side;
};

/* Owned by its holder: paireds_free. */
struct paireds {
    struct paired *data;
    size_t size, capacity;
};

/* 0, or -ENOMEM with what was there unchanged. */
int paireds_add(struct paireds *p, const struct paired *one);
void paireds_free(struct paireds *p);

#endif
