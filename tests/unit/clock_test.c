/* SPDX-License-Identifier: MIT */
/* A run has one clock, and its cells cost cycles: what a drifting clock, a burst that slows the
 * whole core, and a cell with two costs of its own do to the figures. */
#include "stats/estimate.h"
#include "summary/summary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LAUNCHES = 30, ROUNDS = 9, LINKS = 64, CALLS = 1000 };

/* Cells of the made-up record, by index. */
enum { CELL, ADD, MUL };

static const char manifest[] =
    "{\"run\": {\"timebase\": \"tsc\", \"canary_links\": 64, \"hz\": 1e9, \"tsc_quantum\": 1},"
    " \"cells\": [{\"role\": \"cell\", \"cell\": \"syscall:time\", \"path\": \"syscall\","
    " \"call\": \"time\", \"clock\": null, \"context\": \"hot\", \"state\": \"measured\"},"
    " {\"role\": \"canary_add\", \"state\": \"measured\"},"
    " {\"role\": \"canary_mul\", \"state\": \"measured\"}]}";

/* Ticks of a cycle, and cycles of a call, in a round of a launch. */
struct model {
    double (*clock)(unsigned launch, unsigned round);
    double (*cycles)(unsigned launch, unsigned round);
};

static void take(struct record *r, uint32_t cell, unsigned launch, unsigned round, double ticks)
{
    struct sample s = {.cell = cell, .launch = launch, .round = round, .n = CALLS};
    s.start = r->samples.size * 1000000;
    s.ticks = (uint64_t)llround(ticks * (double)CALLS);
    assert_int_equal(samples_add(&r->samples, &s), 0);
}

/* The summary of a record in which each round takes the cell and both canaries. */
static json_t *summary_by(const struct model *m)
{
    struct record r = {.others = json_array(), .manifest = json_loads(manifest, 0, NULL)};
    assert_non_null(r.manifest);
    for (unsigned l = 0; l < LAUNCHES; l++)
        for (unsigned i = 0; i < ROUNDS; i++) {
            double clock = m->clock(l, i);
            take(&r, CELL, l, i, m->cycles(l, i) * clock);
            take(&r, ADD, l, i, (double)LINKS * clock);
            take(&r, MUL, l, i, 3 * LINKS * clock);
        }
    json_t *summary = summary_make(&r);
    record_free(&r);
    assert_non_null(summary);
    return summary;
}

/* In the summary's only cell. */
static double of_cell(const json_t *summary, const char *unit, const char *key)
{
    const json_t *cell = json_array_get(json_object_get(summary, "cells"), 0);
    return json_number_value(json_object_get(json_object_get(cell, unit), key));
}

static double of_clock(const json_t *summary, const char *key)
{
    const json_t *clock = json_object_get(json_object_get(summary, "run"), "clock");
    const json_t *states = json_object_get(clock, "states");
    json_t *v = json_object_get(clock, key);
    return json_number_value(v ? v : json_object_get(states, key));
}

static bool near(double a, double b, double share)
{
    return fabs(a - b) <= share * fabs(b);
}

static double steady(unsigned launch, unsigned round)
{
    (void)launch;
    (void)round;
    return 0.5;
}

/* 2.5 % faster in the launches of the last third. */
static double two_states(unsigned launch, unsigned round)
{
    (void)round;
    return launch < 20 ? 0.5 : 0.5 / 1.025;
}

/* All that runs takes a third longer in more than half of the rounds. */
static double bursts(unsigned launch, unsigned round)
{
    return 0.5 * ((launch + round) % 9 < 5 ? 1.33 : 1);
}

static double a_hundred(unsigned launch, unsigned round)
{
    (void)launch;
    (void)round;
    return 100;
}

/* Six cycles, in every fifth launch five. */
static double five_or_six(unsigned launch, unsigned round)
{
    (void)round;
    return launch % 5 ? 6 : 5;
}

/* Something comes in between in a third of the rounds: it only adds. */
static double interrupted(unsigned launch, unsigned round)
{
    return 100 + ((launch + round) % 3 ? 0 : 10 + launch % 4);
}

static void a_changing_clock_moves_no_cycles(void **state)
{
    (void)state;
    json_t *summary = summary_by(&(struct model){two_states, a_hundred});
    assert_true(near(of_cell(summary, "cycles", "estimate"), 100, 1e-4));
    assert_true(of_cell(summary, "cycles", "hi") / of_cell(summary, "cycles", "lo") < 1.0005);
    assert_true(near(of_clock(summary, "slow_hz"), 2e9, 1e-3));
    assert_true(near(of_clock(summary, "fast_hz"), 2.05e9, 1e-3));
    assert_true(near(of_clock(summary, "slow_share"), 2. / 3, 4e-2));
    json_decref(summary);
}

/* ns is the product of both, and what a single run can't see of the clock is in its interval. */
static void ns_is_cycles_by_the_clock(void **state)
{
    (void)state;
    static const struct model models[] = {
        {steady, a_hundred}, {two_states, a_hundred}, {steady, interrupted}};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        json_t *s = summary_by(&models[i]);
        double ns = of_cell(s, "ns", "estimate"), hz = of_clock(s, "hz");
        assert_true(near(ns, of_cell(s, "cycles", "estimate") * 1e9 / hz, 1e-9));
        assert_true(of_cell(s, "ns", "lo") <= ns / 1.0099);
        assert_true(of_cell(s, "ns", "hi") >= ns * 1.0099);
        json_decref(s);
    }
}

static void what_slows_the_whole_core_cancels(void **state)
{
    (void)state;
    json_t *summary = summary_by(&(struct model){bursts, a_hundred});
    assert_true(near(of_cell(summary, "cycles", "estimate"), 100, 1e-3));
    json_decref(summary);
}

static void interruptions_move_nothing(void **state)
{
    (void)state;
    json_t *summary = summary_by(&(struct model){steady, interrupted});
    assert_true(near(of_cell(summary, "cycles", "estimate"), 100, 1e-4));
    json_decref(summary);
}

/* A rare cheaper cost of its own is not what the cell costs, nor does the figure lie in between. */
static void a_rare_cost_is_not_the_figure(void **state)
{
    (void)state;
    json_t *summary = summary_by(&(struct model){steady, five_or_six});
    assert_true(near(of_cell(summary, "cycles", "estimate"), 6, 1e-4));
    json_decref(summary);
}

static double interval_of(const double *launches)
{
    double scratch[2 * LAUNCHES];
    struct estimate e = estimate_drifting(launches, LAUNCHES, scratch);
    assert_true(e.lo <= e.value && e.value <= e.hi);
    return log(e.hi / e.lo);
}

/* The same values are worth less where they come in a slow drift than in any order. */
static void drift_widens_the_interval(void **state)
{
    (void)state;
    double drifting[LAUNCHES], mixed[LAUNCHES];
    for (unsigned i = 0; i < LAUNCHES; i++) {
        drifting[i] = 100 + i;
        mixed[i] = 100 + i * 7 % LAUNCHES;
    }
    assert_true(interval_of(drifting) > 1.5 * interval_of(mixed));
}

static void few_launches(void **state)
{
    (void)state;
    double scratch[8], one[] = {5, NAN, -1}, two[] = {4, 5};
    struct estimate e = estimate_drifting(one, 3, scratch);
    assert_true(near(e.value, 5, 1e-12) && isnan(e.lo) && e.kept == 1 && e.dropped == 2);
    e = estimate_drifting(two, 2, scratch);
    assert_true(near(e.lo, 4, 1e-9) && near(e.hi, 5, 1e-2));
    assert_true(isnan(estimate_drifting(one, 0, scratch).value));
}

static void products(void **state)
{
    (void)state;
    struct estimate a = {100, 99, 101, 5, 1}, b = {2, 2, 2, 9, 0}, p = estimate_product(a, b);
    assert_true(near(p.value, 200, 1e-12) && near(p.lo, 198, 1e-9) && near(p.hi, 202, 1e-9));
    assert_int_equal(p.kept, 5);
    p = estimate_product(a, estimate_widened(b, 0.03));
    assert_true(near(log(p.hi / p.value), hypot(log(1.01), log(1.03)), 1e-9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changing_clock_moves_no_cycles),
        cmocka_unit_test(ns_is_cycles_by_the_clock),
        cmocka_unit_test(what_slows_the_whole_core_cancels),
        cmocka_unit_test(interruptions_move_nothing),
        cmocka_unit_test(a_rare_cost_is_not_the_figure),
        cmocka_unit_test(drift_widens_the_interval),
        cmocka_unit_test(few_launches),
        cmocka_unit_test(products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
