/* SPDX-License-Identifier: MIT */
#include "fleet/times.h"

#include "report/noisy.h"
#include "text/json.h"

#include <math.h>
#include <stdlib.h>

/* From this share of dropped blocks on a machine is too busy (docs/reading-the-numbers.md). */
static const double busy_dropped = 0.2;

static bool take_three(const json_t *of, const char *key, double scale, double three[3])
{
    double value = json_number_of(of, key) * scale;
    double lo = json_number_of(of, "lo") * scale, hi = json_number_of(of, "hi") * scale;
    bool good = isfinite(value) && value > 0;
    bool interval = good && lo > 0 && lo <= value && value <= hi;
    three[0] = good ? value : NAN;
    three[1] = interval ? lo : NAN;
    three[2] = interval ? hi : NAN;
    return good;
}

static bool put_time(struct fleet *f, struct fleet_host *h, const char *name, struct fleet_time t)
{
    t.cell = words_number(&f->words, name);
    h->times[h->size++] = t;
    return t.cell != 0;
}

static bool take_cells(struct fleet *f, struct fleet_host *h, const json_t *cells)
{
    size_t i;
    const json_t *cell;
    json_array_foreach(cells, i, cell) {
        struct fleet_time t;
        bool timed = json_is(cell, "state", "measured") &&
                     take_three(json_object_get(cell, "ns"), "estimate", 1, t.ns);
        take_three(json_object_get(cell, "cycles"), "estimate", 1, t.cycles);
        if (timed && !put_time(f, h, json_text_of(cell, "cell"), t))
            return false;
    }
    return true;
}

static bool take_busy(struct fleet *f, struct fleet_host *h, const json_t *run)
{
    char why[400];
    const json_t *holds = json_object_get(json_object_get(run, "canary"), "holds");
    h->has_loops = json_is_boolean(holds);
    h->off = json_is_false(holds);
    report_causes(run, busy_dropped, false, why, sizeof why);
    if (*why)
        h->busy = words_number(&f->words, why);
    return !*why || h->busy;
}

bool fleet_take_times(struct fleet *f, struct fleet_host *h, const struct record *r)
{
    const json_t *cells = json_object_get(r->summary, "cells");
    const json_t *run = json_object_get(r->summary, "run");
    struct fleet_time clock = {.cycles = {NAN, NAN, NAN}};
    h->times = calloc(json_array_size(cells) + 1, sizeof *h->times);
    if (!h->times || !take_cells(f, h, cells) || !take_busy(f, h, run))
        return false;
    f->clock = words_number(&f->words, "core clock");
    f->wavered = words_number(&f->words, "its clock wavered (reference loops off)");
    if (!f->clock || !f->wavered)
        return false;
    if (!take_three(json_object_get(run, "clock"), "hz", 1e-9, clock.ns))
        return true;
    return put_time(f, h, "core clock", clock);
}
