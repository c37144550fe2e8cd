/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_RUN_REQUEST_H
#define SYSTOLL_RUN_REQUEST_H

#include "matrix/cell.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be measured, and how; the caller sets it. */
struct run_request {
    struct cell *cells; /* owned by the caller; preparing sets their states and reasons */
    size_t cells_size;
    int cpu;
    unsigned launches, rounds; /* rounds 0: as many as the time allows */
    double seconds;            /* for everything, set-up included */
    unsigned least_blocks;     /* of a cell; 0: by launches and rounds */
    uint64_t seed;
    bool exact;     /* instructions, in a guest whose TSC counts them (qemu -icount shift=0) */
    bool uncounted; /* neither kernel entries nor events */
    const volatile sig_atomic_t *stop;
    void (*preparing)(const char *step);                       /* NULL: nobody is shown */
    void (*progress)(void *arg, double done, unsigned launch); /* NULL: none */
};

#endif
