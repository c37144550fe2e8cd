/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_FLEET_H
#define SYSTOLL_FLEET_H

#include "fleet/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A population of hosts: what each record says in exact facts, of which few differ, and in times.
 * Texts are numbers of words. */

/* What a fact is about: the first letter of its field's text. Times are compared only where
 * hardware is one. */
enum { FACT_HARDWARE = 'a', FACT_PLATFORM, FACT_SUBJECT, FACT_STATE, FACT_ENTRIES };

/* A value of 0 is unknown, and differs from none. */
struct fleet_fact {
    uint32_t field, value;
};

/* All exact facts of a record, which many hosts share; ordered by field. */
struct fleet_setup {
    struct fleet_fact *facts; /* owned */
    size_t size;
    uint32_t hardware; /* all facts of that class, as one text */
    size_t hosts;      /* that have it */
    uint32_t group;    /* from 1; 0: none */
};

/* What a cell cost, in ns and, where the reference loops held, in cycles: the estimate and its 95 %
 * interval; NAN where there is none. The core's clock is a cell too, in GHz. */
struct fleet_time {
    uint32_t cell;
    double ns[3], cycles[3];
};

struct fleet_host {
    char *name;   /* owned */
    size_t order; /* of its record among all */
    uint32_t setup;
    uint32_t busy;  /* why it was too busy to be timed; 0: it was not */
    bool off;       /* its reference loops did not hold */
    bool has_loops; /* and were judged */
    struct fleet_time *times;
    size_t size;
    size_t again; /* index of the host's latest other record; 0: none */
    bool repeat;  /* it is such a one */
};

struct fleet_unread {
    char *path, *why; /* owned */
};

/* Owned by its holder: fleet_free. Zeroed is empty. */
struct fleet {
    struct words words;
    uint32_t clock;             /* the cell of the core's clock */
    uint32_t wavered;           /* why a host without reference loops that hold is busy */
    struct fleet_setup *setups; /* from 1 */
    uint32_t *table;            /* of setups, by hash */
    size_t setups_size, setups_room;
    struct fleet_host *hosts; /* from 1 */
    size_t size, room;
    struct fleet_unread *unread;
    size_t unread_size;
};

/* Notes a record that could not be read. 0 or -ENOMEM. */
int fleet_add_unread(struct fleet *f, const char *path, const char *why);
/* Once all are there: puts hosts and what was not read in the order of their names, and joins the
 * records of each host: the first one counts, the latest one confirms. */
void fleet_order(struct fleet *f);
void fleet_free(struct fleet *f);

/* The time of that cell, NULL where it has none; looks at hint first. */
const struct fleet_time *fleet_time_of(const struct fleet_host *h, uint32_t cell, size_t hint);

#endif
