/* SPDX-License-Identifier: MIT */
#include "summary/summary.h"

#include "stats/estimate.h"
#include "stats/modes.h"
#include "summary/cells.h"
#include "summary/contexts.h"
#include "summary/launches.h"
#include "summary/parts.h"
#include "summary/parts_launch.h"
#include "text/json.h"
#include "text/show.h"

#include <math.h>
#include <string.h>

/* IMUL r32, r32 takes three times as long as ADD r32, r32 on x86-64 cores since 2008 (uops.info).
 */
static const double canary_expected = 3;
/* The canary's chains agree with the core's clock within this share (docs/method.md). */
static const double canary_tolerance = 0.005;
/* A run that loses more of its blocks than this says that the machine is too busy. */
static const double discard_limit = 0.20;

static size_t index_of_role(const struct record *r, const char *role)
{
    const json_t *cells = json_object_get(r->manifest, "cells");
    size_t i = 0;
    while (i < json_array_size(cells) && !json_is(json_array_get(cells, i), "role", role))
        i++;
    return i;
}

/* The median over the rounds of a multiplication chain's cost to an addition chain's. */
static double canary_ratio(const struct record *r, const struct parts *p)
{
    struct range add = parts_costs(p, index_of_role(r, "canary_add"));
    struct range mul = parts_costs(p, index_of_role(r, "canary_mul"));
    return quantile(p->scratch, parts_round_ratios(p, mul, add, p->scratch), 0.5);
}

static bool canary_holds(double ratio)
{
    return fabs(ratio / canary_expected - 1) <= canary_tolerance;
}

static json_t *canary_json(const struct record *r, const struct parts *p)
{
    double ratio = p->icount ? NAN : canary_ratio(r, p);
    if (!isfinite(ratio))
        return json_null();
    return json_pack("{s:f, s:f, s:b}", "ratio", ratio, "expected", canary_expected, "holds",
                     canary_holds(ratio));
}

/* From the first block's start to the last one's end. */
static double seconds(const struct record *r, const struct parts *p)
{
    uint64_t first = UINT64_MAX, last = 0;
    for (size_t i = 0; i < r->samples.size; i++) {
        const struct sample *s = &r->samples.data[i];
        first = s->start < first ? s->start : first;
        last = s->start + s->ticks > last ? s->start + s->ticks : last;
    }
    return last > first ? (double)(last - first) / p->hz : NAN;
}

/* Rounds as they were taken, and the launches that they belong to. */
static void count_rounds(const struct record *r, size_t *launches, size_t *rounds)
{
    const struct sample *before = NULL;
    *launches = *rounds = 0;
    for (size_t i = 0; i < r->samples.size; i++) {
        const struct sample *s = &r->samples.data[i];
        bool launch = !before || s->launch != before->launch;
        *launches += launch;
        *rounds += launch || s->round != before->round;
        before = s;
    }
}

static bool has_element(const json_t *array, const json_t *v)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (json_equal(json_array_get(array, i), v))
            return true;
    return false;
}

/* What mark_injected adds again. */
static bool is_mark(const json_t *warning)
{
    const char *text = json_string_value(warning);
    return text && strncmp(text, "INJECTED", 8) == 0;
}

static double share_of(size_t blocks, const struct parts *p)
{
    return p->blocks ? (double)blocks / (double)p->blocks : 0;
}

/* A block lasts 100 us: where a switch falls into nearly all, it isn't by chance. */
static json_t *disturbance(const struct parts *p)
{
    double switched = share_of(p->switched, p);
    return json_sprintf("%.0f %% of the blocks were disturbed and dropped, %.0f %% by a context "
                        "switch and %.0f %% by a page fault%s",
                        100 * share_of(p->dropped, p), 100 * switched,
                        100 * share_of(p->faulted, p),
                        switched > 0.99 ? ": each system call may stop the process, as under "
                                          "strace or a debugger"
                        : switched > discard_limit ? ": other work, or a CPU quota, takes the CPU"
                                                   : "");
}

/* The sentences of the manifest, those that an earlier summary added, and our own. */
static json_t *warnings_json(const struct record *r, const struct parts *p)
{
    const json_t *run = json_object_get(r->manifest, "run");
    json_t *warnings = json_array(), *one;
    if (share_of(p->dropped, p) > discard_limit)
        json_array_append_new(warnings, disturbance(p));
    const json_t *lists[] = {json_object_get(run, "warnings"),
                             json_object_get(json_object_get(r->summary, "run"), "warnings")};
    for (size_t l = 0; l < 2; l++) {
        size_t i;
        json_array_foreach(lists[l], i, one)
            if (!has_element(warnings, one) && !is_mark(one))
                json_array_append(warnings, one);
    }
    return warnings;
}

/* Two speeds between which the clock changed, with the share of the slower one; null where it
 * didn't. */
static json_t *clock_states(const struct parts *p)
{
    struct modes m;
    for (size_t i = 0; i < p->clock_count; i++)
        p->scratch[i] = p->clocks[i].value;
    if (!modes_find(p->scratch, p->clock_count, &m))
        return json_null();
    return json_pack("{s:f, s:f, s:f}", "fast_hz", p->hz / m.low, "slow_hz", p->hz / m.high,
                     "slow_share", 1 - m.low_share);
}

/* The core's clock, one for all cells of the run; null where no canary holds. */
static json_t *clock_json(const struct parts *p)
{
    if (!p->canary_holds || !isfinite(p->hz))
        return json_null();
    return json_pack("{s:f, s:o, s:o, s:o}", "hz", p->hz / p->clock.value, "lo",
                     json_real_or_null(p->hz / p->clock.hi), "hi",
                     json_real_or_null(p->hz / p->clock.lo), "states", clock_states(p));
}

static json_t *run_json(const struct record *r, const struct parts *p)
{
    const json_t *run = json_object_get(r->manifest, "run");
    const json_t *before = json_object_get(r->summary, "run");
    double discarded = share_of(p->dropped, p);
    size_t launches, rounds;
    count_rounds(r, &launches, &rounds);
    json_t *own = json_pack(
        "{s:o, s:I, s:I, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "timebase",
        json_copy_of(run, "timebase"), "launches", (json_int_t)launches, "rounds",
        (json_int_t)rounds, "seed", json_copy_of(run, "seed"), "seconds",
        json_real_or_null(seconds(r, p)), "discarded", discarded, "canary", canary_json(r, p),
        "pinned_cpu", json_copy_of(run, "pinned_cpu"), "entries_by",
        json_copy_of(run, "entries_by"), "tsc_hz", json_real_or_null(p->hz), "tsc_quantum",
        json_copy_of(run, "tsc_quantum"), "empty_ticks", json_real_or_null(p->empty), "interrupted",
        json_is_true(json_object_get(before, "interrupted")), "warnings", warnings_json(r, p));
    json_object_set_new(own, "clock", clock_json(p));
    json_object_set(own, "events", json_object_get(run, "events"));
    json_object_set_new(own, "interference", summary_interference(r));
    return own;
}

/* What was injected, with its size: what the longer chain cost beyond the shorter one. */
static json_t *inject_json(const struct record *r, const struct parts *p)
{
    json_t *list = json_copy_of(json_object_get(r->manifest, "run"), "inject"), *one;
    size_t i;
    json_array_foreach(list, i, one) {
        size_t chain = (size_t)json_integer_value(json_object_get(one, "chain"));
        size_t base = (size_t)json_integer_value(json_object_get(one, "base"));
        double ticks = summary_centre(p, chain) - summary_centre(p, base);
        json_object_set_new(one, "ns", json_real_or_null(ticks * 1e9 / p->hz));
    }
    return list;
}

/* Marks the cells that were lengthened, in every output: by a warning and by a member of their own.
 */
static void mark_injected(const json_t *list, json_t *cells, json_t *warnings)
{
    size_t i, k;
    json_t *one, *cell;
    json_array_foreach(list, i, one) {
        json_t *ns = json_object_get(one, "ns");
        char shown[SHOW_NUMBER];
        json_array_foreach(cells, k, cell)
            if (json_equal(json_object_get(cell, "cell"), json_object_get(one, "cell")))
                json_object_set(cell, "injected_ns", ns);
        json_array_append_new(
            warnings, json_sprintf("INJECTED by --inject: %s ns a call in %s: its figure is not "
                                   "this machine's",
                                   show_short(json_number_value(ns), 3, shown),
                                   json_string_value(json_object_get(one, "cell"))));
    }
}

int summary_parts(const struct record *r, struct parts *p)
{
    int error = parts_make(r, p);
    if (error)
        return error;
    p->clock = parts_run_clock(p);
    p->canary_holds = !p->icount && canary_holds(canary_ratio(r, p)) && isfinite(p->clock.value);
    return 0;
}

json_t *summary_make(const struct record *r)
{
    struct parts p;
    json_t *summary = NULL;
    if (summary_parts(r, &p) == 0) {
        json_t *run = run_json(r, &p), *cells = summary_cells(r, &p), *inject = inject_json(r, &p);
        mark_injected(inject, cells, json_object_get(run, "warnings"));
        json_object_set_new(run, "inject", inject);
        json_t *contexts = summary_contexts(r, &p, cells);
        summary = json_pack("{s:s, s:o, s:o}", "type", "summary", "run", run, "cells", cells);
        if (json_array_size(contexts))
            json_object_set(summary, "contexts", contexts);
        json_decref(contexts);
    }
    parts_free(&p);
    return summary;
}

/* The summary that stands in the record; or one of what a run left that didn't come to its end. */
static json_t *summary_of(const struct record *r)
{
    if (r->summary)
        return json_incref(r->summary);
    json_t *summary = summary_make(r);
    json_object_set_new(json_object_get(summary, "run"), "interrupted", json_true());
    return summary;
}

/* A report shares what it takes from its record; nobody changes it there. */
static json_t *share(const json_t *object, const char *key)
{
    json_t *v = json_object_get(object, key);
    return v ? json_incref(v) : json_null();
}

static json_t *machine_json(const struct record *r, const json_t *run)
{
    const json_t *m = json_object_get(r->manifest, "machine");
    static const char *const names[] = {"platform",   "subject",     "cpu",          "kernel",
                                        "hypervisor", "clocksource", "vsyscall_mode"};
    json_t *machine = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        json_object_set_new(machine, names[i], share(m, names[i]));
    json_object_set_new(machine, "tsc_hz", share(run, "tsc_hz"));
    json_object_set_new(machine, "tsc_quantum", share(run, "tsc_quantum"));
    return machine;
}

json_t *summary_report(const struct record *r)
{
    json_t *summary = summary_of(r);
    json_t *run = json_copy(json_object_get(summary, "run"));
    json_t *machine = machine_json(r, run);
    json_object_del(run, "tsc_hz"); /* the machine's, in a report */
    json_object_del(run, "tsc_quantum");
    json_object_set_new(run, "samples", json_boolean(r->rounds > 0 || r->samples.size > 0));
    json_t *report = json_pack("{s:s, s:o, s:o, s:O}", "schema", "systoll.report/1", "machine",
                               machine, "run", run, "cells", json_object_get(summary, "cells"));
    if (json_object_get(summary, "contexts"))
        json_object_set(report, "contexts", json_object_get(summary, "contexts"));
    json_decref(summary);
    return report;
}
