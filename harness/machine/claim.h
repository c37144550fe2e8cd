/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_CLAIM_H
#define SYSTOLL_CLAIM_H

#include <stdbool.h>

/* Who measures on a CPU, among the runs of this network namespace: abstract sockets by that CPU's
 * name (unix(7)), which leave no file and go with their process. Nothing is locked by them. */
struct claim {
    int socket; /* -1: none */
    bool met;   /* another run was there */
};

/* Claims the CPU, and lets all runs that have it already know; claim_end. */
void claim_cpu(struct claim *c, int cpu);

/* Whether another run was there, or came since. */
bool claim_shared(struct claim *c);

void claim_end(struct claim *c);

#endif
