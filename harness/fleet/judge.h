/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_JUDGE_H
#define SYSTOLL_FLEET_JUDGE_H

#include "fleet/groups.h"

/* What a host is beside its group. ALONE: too few have its hardware. */
enum fleet_verdict { FLEET_ALIKE, FLEET_OUTLIER, FLEET_SUSPECT, FLEET_BUSY, FLEET_ALONE };

/* A host's time that lies outside. */
struct fleet_outside {
    const struct fleet_cell *cell;
    double value, ratio; /* to the group's median */
    double again;        /* the ratio of its latest other record; NAN where there is none */
    bool confirmed;      /* that lies outside on the same side */
};

struct fleet_found {
    enum fleet_verdict verdict;
    size_t differences, outside; /* how many exact facts, and how many times */
};

/* How far from the median, on natural logarithms, a host is an outlier in one of so many cells
 * where so many hosts have that median absolute deviation: the fence of docs/fleet.md. */
double fleet_fence(double mad, size_t hosts, size_t cells);

/* Judges a host. Writes its times that lie outside, and has room for one of each of its group's
 * cells. */
struct fleet_found fleet_judge(const struct fleet *f, const struct fleet_groups *g,
                               const struct fleet_host *h, struct fleet_outside *outside);

/* Whether the host's times can't be judged, and why; 0: they can, or no time of its group is. */
uint32_t fleet_busy(const struct fleet *f, const struct fleet_group *g, const struct fleet_host *h);
/* The time in the group's unit: estimate, lo, hi. */
const double *fleet_value(const struct fleet *f, const struct fleet_group *g,
                          const struct fleet_time *t);

#endif
