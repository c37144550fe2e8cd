/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_AB_WORKERS_H
#define SYSTOLL_AB_WORKERS_H

#include "ab/ab.h"

/* Writes what is compared into the record, and tries every cell on both sides; what breaks goes
 * into the record too. 0; or -errno with a sentence in error. ab_close in both cases. */
int ab_open(struct ab *ab);

/* Puts the system into that side's state. 0; -EINTR; or -errno with a sentence in error. */
int ab_enter(struct ab *ab, int side);

/* Fresh workers, all three. 0, or as schedule_start. */
int ab_start(struct ab *ab);

/* After a worker failed with that error: that is kept in the record, and every live cell is tried
 * on both sides again, with what breaks in the record too; then fresh workers. 0, or as ab_open. */
int ab_recover(struct ab *ab, int error);

/* Ends the workers and puts the system back. 0; or -errno with a sentence in error. */
int ab_close(struct ab *ab);

#endif
