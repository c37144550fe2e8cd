/* SPDX-License-Identifier: MIT */
#include "judge/baseline.h"

#include "gate/gate.h"
#include "judge/baseline_judge.h"
#include "judge/spread.h"
#include "measure/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Whether gate record keeps its word, in jobs that are made up: 24 cells, each of them from record
 * to record at a normal distance, and wholly known within each. The environment's JOBS, when the
 * trial asks, is how many of each kind; the rates are then printed. */
enum { CELLS = 24, MOST_RECORDS = 5, FEW_JOBS = 60 };

static double normal(uint64_t *random)
{
    double sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (double)(random_next(random) >> 11) * 0x1p-53;
    return sum - 6;
}

/* sd: of each cell; where mixed, from a third of it to three times as much. change: of the first.
 */
struct kind {
    double sd, change;
    size_t records;
    bool mixed;
};

static json_t *draw_report(const struct kind *k, double change, uint64_t *random)
{
    json_t *cells = json_array();
    for (int i = 0; i < CELLS; i++) {
        char name[32];
        double sd = k->sd * (k->mixed ? pow(3, 2. * i / (CELLS - 1) - 1) : 1);
        double ns = 100 * exp(sd * normal(random)) * (i == CELLS / 2 ? 1 + change : 1);
        snprintf(name, sizeof name, "syscall:call%d", i);
        json_array_append_new(cells,
                              json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:f, s:f, s:f}}", "cell",
                                        name, "abi", "x86_64", "path", "syscall", "call", "time",
                                        "context", "hot", "state", "measured", "ns", "estimate", ns,
                                        "lo", ns / 1.0005, "hi", ns * 1.0005));
    }
    return json_pack("{s:{s:{}, s:{}}, s:{s:s}, s:o}", "machine", "platform", "subject", "run",
                     "timebase", "tsc", "cells", cells);
}

/* How the gate ends one job. */
static enum outcome do_job(const struct kind *k, uint64_t *random)
{
    struct compare_record records[MOST_RECORDS];
    for (size_t i = 0; i < k->records; i++)
        records[i] = (struct compare_record){"base", draw_report(k, 0, random)};
    struct baseline b = {.records = records, .size = k->records, .margin = 0.02};
    const struct compare_record now = {"now", draw_report(k, k->change, random)};
    json_t *answer = gate_new("gate record");
    b.cells = baseline_cells(&b);
    assert_int_equal(baseline_judge(answer, &b, &now), 0);
    enum outcome o = gate_conclude(answer);
    for (size_t i = 0; i < k->records; i++)
        json_decref((json_t *)(uintptr_t)records[i].report);
    json_decref((json_t *)(uintptr_t)now.report);
    json_decref(b.cells);
    json_decref(answer);
    return o;
}

static int jobs(void)
{
    const char *asked = getenv("JOBS");
    return asked ? atoi(asked) : FEW_JOBS;
}

/* The share of jobs that end with a regression. */
static double regressions(const struct kind *k)
{
    uint64_t random = 20;
    int found = 0;
    for (int i = 0; i < jobs(); i++)
        found += do_job(k, &random) == OUTCOME_REGRESSION;
    if (getenv("JOBS"))
        printf("%zu records, sd %.1f %%%s, %+.0f %%: %d of %d\n", k->records, 100 * k->sd,
               k->mixed ? " / 3 to x 3" : "", 100 * k->change, found, jobs());
    return (double)found / jobs();
}

static void false_alarms(void **state)
{
    static const double sds[] = {0.003, 0.01, 0.02};
    (void)state;
    for (size_t records = 3; records <= 5; records += 2)
        for (size_t i = 0; i < 3; i++)
            for (int mixed = 0; mixed < 2; mixed++) {
                const struct kind k = {.sd = sds[i], .records = records, .mixed = mixed};
                /* of so few jobs one more may be by chance */
                assert_true(regressions(&k) <= 0.05 + 1. / jobs());
            }
}

static void power(void **state)
{
    (void)state;
    for (size_t records = 3; records <= 5; records += 2) {
        const struct kind k = {.sd = 0.003, .records = records, .change = 0.05};
        assert_true(regressions(&k) >= 0.95);
    }
}

/* Variances that are alike but for chance become one; those that differ by far keep their own. */
static void variances_are_shared(void **state)
{
    struct spread alike[] = {{1e-4, 4}, {1.1e-4, 4}, {0.9e-4, 4}, {1e-4, 4}, {1e-4, 0}};
    struct spread apart[] = {{1e-4, 40}, {1e-2, 40}, {1, 40}, {100, 40}};
    struct spread alone = {1e-4, 2};
    (void)state;
    spread_share(alike, 5);
    for (int i = 0; i < 4; i++) {
        assert_true(alike[i].degrees > 1000);
        assert_true(fabs(alike[i].variance / alike[0].variance - 1) <= 1e-4);
    }
    assert_true(fabs(alike[4].degrees - 0) <= 0);
    spread_share(apart, 4);
    for (int i = 0; i < 4; i++)
        assert_true(apart[i].degrees >= 40 && apart[i].degrees < 42);
    assert_true(fabs(apart[3].variance - 100) <= 5);
    spread_share(&alone, 1);
    assert_true(fabs(alone.variance - 1e-4) <= 1e-12);
    assert_true(fabs(alone.degrees - 2) <= 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variances_are_shared),
        cmocka_unit_test(false_alarms),
        cmocka_unit_test(power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
