/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SUMMARY_PARTS_H
#define SYSTOLL_SUMMARY_PARTS_H

#include "record/record.h"
#include "stats/estimate.h"

/* What a block cost a repetition, in ticks, the empty block subtracted; in an icount guest what the
 * whole block took. */
struct cost {
    uint32_t cell, launch, round;
    double value;
    uint64_t n;
};

/* One bar of a batch histogram, per repetition. */
struct bar {
    uint64_t n; /* repetitions of a batch */
    double value;
    uint64_t count;
};

/* A record's samples made ready: kept blocks sorted by cell, launch, round; the bars
 * of one cell at a time, sorted by value. */
struct parts {
    struct cost *costs;
    const struct batches *batches; /* the record's */
    struct bar *bars;              /* as parts_bars left them */
    struct cost *empties;          /* of each launch its empty block, in ticks of the whole block */
    struct cost *clocks; /* of each round the ticks of a core cycle, as its canary shows */
    size_t cost_count, empty_count, clock_count;
    bool canary_holds;     /* only then are there cycles; set by whoever looked at the ratio */
    struct estimate clock; /* ticks of a core cycle, the run's; set where the canary holds */
    size_t blocks, dropped;
    size_t switched, faulted; /* of the dropped: by a context switch, by a page fault */
    double empty;             /* median over all launches; 0 where none was timed */
    double hz;                /* ticks a second; NAN where unknown */
    double quantum;           /* ticks */
    bool icount;
    double turn;     /* instructions of a turn of the loop that are not the work's */
    double *scratch; /* three times as many doubles as blocks */
};

struct range {
    size_t from, to;
};

/* The ticks of a core cycle in one round; NAN where it has no canary. */
double parts_clock(const struct parts *p, uint32_t launch, uint32_t round);
/* The clock of the whole run: over launches, of the medians over their rounds. */
struct estimate parts_run_clock(const struct parts *p);

/* 0 or -ENOMEM; parts_free in both cases. */
int parts_make(const struct record *r, struct parts *p);
void parts_free(struct parts *p);
struct range parts_costs(const struct parts *p, size_t cell);
/* Puts the bars of a cell into p->bars. */
struct range parts_bars(const struct parts *p, size_t cell);

#endif
