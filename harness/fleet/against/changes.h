/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_CHANGES_H
#define SYSTOLL_FLEET_CHANGES_H

#include "fleet/against/sweeps.h"
#include "fleet/differ.h"
#include "fleet/groups.h"
#include "stats/holm.h"
#include "stats/judge.h"

/* Hosts of one group of the earlier sweep in which the same exact facts changed, or none, and what
 * became of their times. */

/* A cell's times over the hosts that are timed in both sweeps: geometric means in the unit of the
 * change, GHz for the core's clock, and the change from before to now. */
struct fleet_shift {
    uint32_t cell;
    size_t hosts;
    double before, now;
    struct centre centre;
    struct judgement judgement;
};

struct fleet_change {
    uint32_t group; /* 0: none */
    /* What changed, by the text of the field: the value now, and as other the one before. Owned. */
    struct fleet_difference *differences;
    size_t differences_size;
    bool hardware;                   /* is another, so that times are not compared */
    const struct sweeps_pair *pairs; /* its hosts */
    size_t size, timed;
    bool cycles;                /* the unit of its times, else ns */
    struct fleet_shift *shifts; /* owned */
    size_t shifts_size;
};

/* Owned by its holder: fleet_changes_free. */
struct fleet_changes {
    struct fleet_change *changes; /* from 1 */
    size_t size;
    size_t cells; /* of all changes, which share the error of 5 % */
};

/* Sorts s->pairs by their change. The earlier sweep's setups have their groups (groups_make). False
 * without memory; fleet_changes_free after either. */
bool fleet_changes_make(struct fleet_changes *c, struct sweeps *s);
void fleet_changes_free(struct fleet_changes *c);

/* Whether a change of an exact fact is a regression (a cell that can't be measured any more, or
 * enters the kernel more often) or an improvement (the other way round); VERDICTS: neither. */
enum verdict fleet_change_verdict(const struct fleet *f, const struct fleet_difference *d);

#endif
