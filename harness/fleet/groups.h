/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_GROUPS_H
#define SYSTOLL_FLEET_GROUPS_H

#include "fleet/fleet.h"

/* Hosts that are alike but for a few: those of one setup that enough hosts have, and those that are
 * nearest to it. */

enum {
    GROUP_LEAST = 3, /* hosts, so that there is a majority */
    GROUP_TIMED = 12 /* hosts, so that there is a spread of times */
};

/* A cell's times over the hosts of a group that are of its setup and were not busy; times as
 * natural logarithms. */
struct fleet_cell {
    uint32_t cell;
    size_t timed; /* hosts */
    double median, mad;
    double fence; /* how far from the median a host is an outlier; INFINITY: none is */
};

struct fleet_group {
    struct fleet_setup setup; /* its facts are owned; a value of 0: none that most hosts have */
    size_t hosts, odd;        /* members, and those of them that differ */
    size_t timed;             /* whose times are judged */
    bool cycles;              /* the unit of its times, else ns */
    struct fleet_cell *cells; /* owned */
    size_t size;
};

struct fleet_groups {
    struct fleet_group *groups; /* from 1, the largest first; owned */
    size_t size;
    size_t alone; /* hosts of no group: too few have their hardware */
    bool failed;  /* without memory */
};

/* Sets the group of each of the fleet's setups. A setup that a twentieth of the hosts of its
 * hardware have, and at least GROUP_LEAST, makes a group; where none does, all of them are one,
 * about what most of them say. groups_free after. */
struct fleet_groups groups_make(struct fleet *f);
void groups_free(struct fleet_groups *g);

#endif
