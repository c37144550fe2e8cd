/* SPDX-License-Identifier: MIT */
/* Whose times two sweeps are judged by, and how often they are called worse, with cause and
 * without. */
#include "fleet_sweeps.h"

#include "text/json.h"

#include <math.h>
#include <stdio.h>

static const json_t *first_change(const json_t *document)
{
    return json_array_get(json_object_get(document, "changes"), 0);
}

static struct record made_with(const char *key, json_t *value, json_t *cells)
{
    struct record r = made_record("cpu", "6.1", "tsc", cells);
    json_object_set_new(json_object_get(r.summary, "run"), key, value);
    return r;
}

/* Five hosts were busy in one of the sweeps, and would have looked slow. */
static void busy_hosts_are_not_timed(void **arg)
{
    (void)arg;
    char name[16];
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 25, "6.1", 1);
    made_hosts(&m, &m.now, 0, 20, "6.1", 1);
    for (size_t i = 20; i < 25; i++) {
        snprintf(name, sizeof name, "n%zu", i);
        made_add(&m, &m.now, name,
                 made_with("discarded", json_real(0.5), made_usual(i + 1, 30, 0)));
    }
    json_t *d = made_judge(&m);
    assert_string_equal(json_text_of(d, "outcome"), "unchanged");
    assert_int_equal(json_integer_value(json_object_get(first_change(d), "size")), 25);
    assert_int_equal(json_integer_value(json_object_get(first_change(d), "timed")), 20);
    json_decref(d);
}

/* Of hosts that were outliers before no time is taken. */
static void odd_hosts_are_not_timed(void **arg)
{
    (void)arg;
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    made_add(&m, &m.before, "x", made_record("cpu", "6.1", "hpet", made_usual(0, 40, 1)));
    made_hosts(&m, &m.now, 0, 20, "6.1", 1);
    made_add(&m, &m.now, "x", made_record("cpu", "6.1", "hpet", made_usual(1, 90, 1)));
    json_t *d = made_judge(&m);
    assert_string_equal(json_text_of(d, "outcome"), "unchanged");
    assert_int_equal(json_integer_value(json_object_get(first_change(d), "timed")), 20);
    json_decref(d);
}

/* A core's clock is worse where it is lower. */
static void a_lower_clock_is_worse(void **arg)
{
    (void)arg;
    for (int lower = 0; lower < 2; lower++) {
        struct made m = {0};
        for (size_t i = 0; i < 40; i++) {
            char name[16];
            bool now = i >= 20;
            double hz = 3e9 * (1 + 0.001 * (double)(i % 5)) * (!now ? 1 : lower ? 0.8 : 1.25);
            snprintf(name, sizeof name, "n%zu", i % 20);
            made_add(&m, now ? &m.now : &m.before, name,
                     made_with("clock", json_pack("{s:f, s:f, s:f}", "hz", hz, "lo", hz, "hi", hz),
                               made_usual(i, 1, 0)));
        }
        json_t *d = made_judge(&m);
        assert_int_equal(fleet_changes_outcome(d), lower);
        const json_t *cell = json_array_get(json_object_get(first_change(d), "cells"), 1);
        assert_string_equal(json_text_of(cell, "cell"), "core clock");
        assert_true(fabs(json_number_of(cell, "ratio") - (lower ? 0.8 : 1.25)) < 0.01);
        assert_true(json_number_of(cell, "lo") < json_number_of(cell, "hi"));
        json_decref(d);
    }
}

enum { TRIALS = 400, HOSTS = 20, CELLS = 26 };

static double uniform(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(uniform(state)));
    return radius * cos(2 * acos(-1) * uniform(state));
}

static json_t *drawn_cells(uint64_t *state, double slower)
{
    char name[16];
    json_t *cells = json_array();
    for (int c = 0; c < CELLS; c++) {
        snprintf(name, sizeof name, "vdso:c%d", c);
        json_array_append_new(cells, made_cell(name, 100 * slower * exp(0.01 * normal(state)), 0));
    }
    return cells;
}

/* How many of so many pairs of sweeps are called worse. */
static size_t count_worse(double slower, size_t trials)
{
    uint64_t state = 88172645463325252;
    size_t worse = 0;
    for (size_t t = 0; t < trials; t++) {
        struct made m = {0};
        for (size_t i = 0; i < 2 * HOSTS; i++) {
            char name[16];
            bool now = i >= HOSTS;
            snprintf(name, sizeof name, "n%zu", i % HOSTS);
            made_add(&m, now ? &m.now : &m.before, name,
                     made_record("cpu", "6.1", "tsc", drawn_cells(&state, now ? slower : 1)));
        }
        json_t *d = made_judge(&m);
        worse += fleet_changes_outcome(d) == 1;
        json_decref(d);
    }
    return worse;
}

/* Where all cells of all hosts are just so much slower as does not matter yet, 1 in 20 sweeps may
 * be called worse; of what is clearly slower, each is. */
static void alarms_are_as_rare_as_promised(void **arg)
{
    (void)arg;
    size_t unchanged = count_worse(1, 50), margin = count_worse(1 + FLEET_MARGIN, TRIALS);
    size_t slower = count_worse(1.04, 50);
    print_message("worse: %zu of 50 unchanged, %zu of %d at the margin, %zu of 50 4 %% slower\n",
                  unchanged, margin, TRIALS, slower);
    assert_int_equal(unchanged, 0);
    assert_true(margin <= TRIALS / 20 + 13); /* three standard deviations above 1 in 20 */
    assert_int_equal(slower, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(busy_hosts_are_not_timed),
        cmocka_unit_test(odd_hosts_are_not_timed),
        cmocka_unit_test(a_lower_clock_is_worse),
        cmocka_unit_test(alarms_are_as_rare_as_promised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
