/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_NOISE_H
#define SYSTOLL_NOISE_H

#include "judge/ab_trial.h"

#include <jansson.h>

#define NOISE_SCHEMA "systoll.noise/1"

enum { NOISE_JOBS_LEAST = 5, NOISE_JOBS_MOST = 1000 };

/* What A against itself gave in some jobs of a machine, by the manifest's cells. Zero at first;
 * noise_free. */
struct noise {
    double *effects, *widths; /* NOISE_JOBS_MOST for each cell: logarithms, NAN where disturbed */
    bool *timed;
    size_t cells, jobs;
};

/* Adds a job. 0, -ENOMEM, or -ENOSPC. */
int noise_add(struct noise *n, const struct ab_trial *t);
void noise_free(struct noise *n);

/* The noise file's document (docs/gate.md) for the machine of that manifest: for each timed cell
 * its bound, within which 19 of 20 jobs of A against itself stay, and what can be seen with it as
 * margin; both 1 where most jobs were disturbed. seconds is what a job took. A new reference. */
json_t *noise_make(const struct noise *n, const json_t *manifest, double seconds);

/* Reads a noise file, which may be anything. A new reference to its document; NULL with a sentence
 * in error. */
json_t *noise_read(const char *path, char *error, size_t size);

/* It was made on the machine of that manifest, as far as its platform shows. */
bool noise_fits(const json_t *noise, const json_t *manifest);

/* Shares by names of cells, for ab's line: a new reference. */
json_t *noise_bounds(const json_t *noise);

#endif
