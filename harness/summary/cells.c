/* SPDX-License-Identifier: MIT */
#include "summary/cells.h"

#include "stats/estimate.h"
#include "stats/modes.h"
#include "summary/exact_counts.h"
#include "summary/parts_launch.h"
#include "summary/pmu.h"
#include "text/json.h"

#include <math.h>
#include <string.h>

/* Runs of one host differ by that share in their clock, and no single run shows it: the trials in
 * docs/method.md. */
static const double clock_unseen = 0.01;

/* The result of one cell, in ticks; cycles are NAN where no canary holds. */
struct result {
    struct estimate centre, cycles;
    double mean;
};

static double mean_cost(const struct parts *p, struct range at)
{
    double sum = 0;
    for (size_t i = at.from; i < at.to; i++)
        sum += p->costs[i].value;
    return at.to > at.from ? sum / (double)(at.to - at.from) : NAN;
}

/* Where the canary holds, a cost is a number of cycles, and the run's clock makes ticks of it; else
 * ticks are estimated by themselves. */
static struct result measure_cell(const struct parts *p, struct range at)
{
    struct result result = {.mean = mean_cost(p, at), .cycles = {.value = NAN}};
    if (p->canary_holds) {
        size_t count = parts_each_launch(p, at, parts_launch_cycles);
        result.cycles = estimate_drifting(p->scratch, count, p->scratch + count);
        result.centre = estimate_product(result.cycles, estimate_widened(p->clock, clock_unseen));
    }
    if (!isfinite(result.cycles.value))
        result.centre = estimate_launches(p->scratch, parts_each_launch(p, at, parts_launch_ticks));
    return result;
}

double summary_centre(const struct parts *p, size_t cell)
{
    return measure_cell(p, parts_costs(p, cell)).centre.value;
}

double summary_cycles(const struct parts *p, size_t cell)
{
    return measure_cell(p, parts_costs(p, cell)).cycles.value;
}

static json_t *estimate_json(const struct result *r, double unit)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "estimate", json_real_or_null(r->centre.value * unit),
                     "lo", json_real_or_null(r->centre.lo * unit), "hi",
                     json_real_or_null(r->centre.hi * unit), "mean",
                     json_real_or_null(r->mean * unit));
}

/* The smallest value that holds a share q of all batches at or below it; NAN where there are too
 * few batches for one to lie beyond. */
static double bars_quantile(const struct parts *p, struct range at, double q)
{
    double total = 0, seen = 0;
    for (size_t i = at.from; i < at.to; i++)
        total += (double)p->bars[i].count;
    if (total * (1 - q) < 1 - 1e-9)
        return NAN;
    for (size_t i = at.from; i < at.to; i++) {
        seen += (double)p->bars[i].count;
        if (seen >= q * total)
            return p->bars[i].value;
    }
    return NAN;
}

static json_t *batch_size(const struct parts *p, struct range at)
{
    uint64_t n = 0;
    for (size_t i = at.from; i < at.to; i++)
        if (p->bars[i].n > n)
            n = p->bars[i].n;
    return n ? json_integer((json_int_t)n) : json_null();
}

/* Two modes, where the blocks of all launches together have them; else no member. */
static void set_modes(json_t *cell, const struct parts *p, struct range at)
{
    struct modes m;
    double unit = 1e9 / p->hz;
    size_t size = at.to - at.from;
    for (size_t i = 0; i < size; i++)
        p->scratch[i] = p->costs[at.from + i].value;
    if (modes_find(p->scratch, size, &m))
        json_object_set_new(cell, "modes",
                            json_pack("{s:f, s:f, s:f}", "low_ns", m.low * unit, "high_ns",
                                      m.high * unit, "low_share", m.low_share));
}

/* Withheld where the canary does not hold, or there is none. */
static void set_cycles(json_t *cell, const struct estimate *cycles)
{
    if (isfinite(cycles->value))
        json_object_set_new(cell, "cycles",
                            json_pack("{s:f, s:o, s:o}", "estimate", cycles->value, "lo",
                                      json_real_or_null(cycles->lo), "hi",
                                      json_real_or_null(cycles->hi)));
}

static json_t *ns_json(const struct parts *p, const struct result *r, struct range bars)
{
    double unit = 1e9 / p->hz;
    json_t *ns = estimate_json(r, unit);
    static const struct {
        const char *name;
        double q;
    } points[] = {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}};
    double least = bars.to > bars.from ? p->bars[bars.from].value : NAN;
    json_object_set_new(ns, "min", json_real_or_null(least * unit));
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        json_object_set_new(ns, points[i].name,
                            json_real_or_null(bars_quantile(p, bars, points[i].q) * unit));
    json_object_set_new(ns, "batch", batch_size(p, bars));
    return ns;
}

/* Instructions of one call: the smallest true value, where a carry makes two of them true. */
static double exact(const struct parts *p, size_t cell)
{
    double values[EXACT_MOST];
    return exact_counts(p, cell, 0.05, values) ? values[0] : NAN;
}

static json_t *number_json(double v)
{
    if (v == rint(v) && fabs(v) < 1e15)
        return json_integer((json_int_t)v);
    return json_real_or_null(v);
}

static void set_blank(json_t *cell)
{
    static const char *const names[] = {"ns", "ticks", "instructions", "ratio_to_syscall"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        json_object_set_new(cell, names[i], json_null());
    json_object_set_new(cell, "counters",
                        json_pack("{s:n, s:n, s:n, s:n}", "sys_enter", "emulate_vsyscall",
                                  "page_fault_user", "page_faults"));
}

/* Fills in what was timed of a measured cell. */
static void set_result(json_t *cell, size_t index, const struct parts *p)
{
    struct range at = parts_costs(p, index);
    if (at.from == at.to) {
        json_object_set_new(cell, "state", json_string("skipped"));
        json_object_set_new(cell, "reason", json_string("no undisturbed block of it was timed"));
    } else if (p->icount) {
        json_object_set_new(cell, "instructions", number_json(exact(p, index)));
    } else {
        struct result r = measure_cell(p, at);
        json_object_set_new(cell, "ticks", estimate_json(&r, 1));
        if (isfinite(p->hz)) {
            set_modes(cell, p, at);
            set_cycles(cell, &r.cycles);
            json_object_set_new(cell, "ns", ns_json(p, &r, parts_bars(p, index)));
        }
    }
}

static json_t *cell_json(const json_t *from, size_t index, const struct parts *p)
{
    static const char *const names[] = {"cell",  "abi",     "path",  "call",
                                        "clock", "context", "state", "reason"};
    json_t *cell = json_object();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *v = json_object_get(from, names[i]);
        json_object_set_new(cell, names[i], v ? json_deep_copy(v) : json_null());
    }
    set_blank(cell);
    if (json_is(from, "state", "measured"))
        set_result(cell, index, p);
    return cell;
}

/* What a counts line says goes to its cell: entries to "counters", all else to "events". */
static void set_counts(json_t *cells, const json_t *line)
{
    json_t *cell = json_array_get(cells, (size_t)json_integer_value(json_object_get(line, "cell")));
    const char *kind = json_string_value(json_object_get(line, "kind"));
    const char *key = strcmp(kind, "entries") == 0 ? "counters" : "events";
    if (!json_object_get(cell, key))
        json_object_set_new(cell, key, json_object());
    size_t i;
    json_t *name;
    json_array_foreach(json_object_get(line, "names"), i, name) {
        const json_t *v = json_array_get(json_object_get(line, "per_call"), i);
        json_object_set_new(json_object_get(cell, key), json_string_value(name),
                            json_is_null(v) ? json_null() : number_json(json_number_value(v)));
    }
}

static double centre_of(const json_t *cell)
{
    const json_t *v = json_object_get(cell, "instructions");
    if (!json_is_number(v))
        v = json_object_get(json_object_get(cell, "ticks"), "estimate");
    return json_is_number(v) ? json_number_value(v) : NAN;
}

/* The cell of the same call, clock and context on the syscall path; NULL where it is absent. Not of
 * the same ABI: older records have i386 for int80. */
static const json_t *syscall_cell(const json_t *cells, const json_t *cell)
{
    static const char *const same[] = {"call", "clock", "context", NULL};
    size_t i;
    const json_t *other;
    json_array_foreach(cells, i, other) {
        const char *path = json_string_value(json_object_get(other, "path"));
        const char *const *s = same;
        while (path && *s && json_equal(json_object_get(cell, *s), json_object_get(other, *s)))
            s++;
        if (path && strcmp(path, "syscall") == 0 && !*s)
            return other;
    }
    return NULL;
}

json_t *summary_cells(const struct record *r, const struct parts *p)
{
    json_t *all = json_array(), *own = json_array(), *from, *cell;
    const json_t *cells = json_object_get(r->manifest, "cells");
    size_t i;
    json_array_foreach(cells, i, from)
        json_array_append_new(all, cell_json(from, i, p));
    json_array_foreach(r->others, i, from)
        if (json_is(from, "type", "counts"))
            set_counts(all, from);
    json_array_foreach(all, i, cell) {
        if (!json_is(json_array_get(cells, i), "role", "cell"))
            continue;
        summary_set_pmu(cell);
        double ratio = centre_of(cell) / centre_of(syscall_cell(all, cell));
        json_object_set_new(cell, "ratio_to_syscall", json_real_or_null(ratio));
        json_array_append(own, cell);
    }
    json_decref(all);
    return own;
}
