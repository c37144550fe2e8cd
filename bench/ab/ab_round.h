/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_ROUND_H
#define SYSTOLL_AB_ROUND_H

#include "ab/ab.h"

/* Draws one round and carries it out; its blocks stand in the record's pairs where it is 0. */
int ab_round(struct ab *ab, unsigned trial, unsigned launch, unsigned round);

#endif
