/* SPDX-License-Identifier: MIT */
#include "stats/judge.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))

static struct judgement judged(double value, double lo, double hi, double margin)
{
    return judge_ratio((struct estimate){.value = value, .lo = lo, .hi = hi}, margin);
}

static void ratios(void **state)
{
    static const struct {
        double value, lo, hi, margin;
        enum verdict verdict;
    } cases[] = {
        {1.00, 0.99, 1.01, 0.02, VERDICT_PASS},
        {1.05, 1.03, 1.07, 0.02, VERDICT_REGRESSION},
        {1.05, 1.03, 1.07, 0.10, VERDICT_PASS},
        {1.03, 1.02, 1.04, 0.02, VERDICT_INCONCLUSIVE}, /* lo is the margin, not above it */
        {1.01, 0.99, 1.03, 0.02, VERDICT_INCONCLUSIVE},
        {1.01, 0.99, 1.02, 0.02, VERDICT_INCONCLUSIVE},
        {0.90, 0.88, 0.92, 0.02, VERDICT_IMPROVEMENT},
        {0.985, 0.98, 0.99, 0.02, VERDICT_PASS}, /* within the margin */
        {0.97, 0.90, 1.05, 0.02, VERDICT_INCONCLUSIVE},
        {1.00, 1.00, 1.00, 0.00, VERDICT_INCONCLUSIVE},
    };
    (void)state;
    for (size_t i = 0; i < SIZE(cases); i++) {
        struct judgement j = judged(cases[i].value, cases[i].lo, cases[i].hi, cases[i].margin);
        if (j.verdict != cases[i].verdict)
            fail_msg("case %zu: %s", i, verdict_name(j.verdict));
    }
}

/* Nothing that isn't a number may pass, nor fail. */
static void no_numbers(void **state)
{
    static const double odd[] = {NAN, INFINITY, -INFINITY, -1, 0, 1e308};
    (void)state;
    for (size_t a = 0; a < SIZE(odd); a++)
        for (size_t b = 0; b < SIZE(odd); b++) {
            assert_int_equal(judged(odd[a], odd[b], 1, 0.02).verdict, VERDICT_INCONCLUSIVE);
            assert_int_equal(judged(odd[a], 1, odd[b], NAN).verdict, VERDICT_INCONCLUSIVE);
        }
    assert_int_equal(judged(1, 0.99, 1.01, NAN).verdict, VERDICT_INCONCLUSIVE);
    assert_int_equal(judged(2, 2.1, 2.2, 0.02).verdict, VERDICT_INCONCLUSIVE);
    assert_int_equal(judged(1, 0.5, 0.9, 0.02).verdict, VERDICT_INCONCLUSIVE);
    assert_true(isnan(judged(1, NAN, NAN, 0.02).smallest));
}

/* A slowdown a little above the smallest is a regression, with the same interval; a little below it
 * isn't. */
static void smallest(void **state)
{
    (void)state;
    struct judgement j = judged(1, 0.98, 1.03, 0.02);
    for (int i = -1; i <= 1; i += 2) {
        double slower = 1 + j.smallest * (1 + 0.001 * i);
        struct judgement then = judged(slower, slower * 0.98, slower * 1.03, 0.02);
        assert_int_equal(then.verdict, i > 0 ? VERDICT_REGRESSION : VERDICT_INCONCLUSIVE);
    }
    assert_true(fabs(j.effect.value) < 1e-12);
    assert_true(fabs(j.effect.lo + 0.02) < 1e-12 && fabs(j.effect.hi - 0.03) < 1e-12);
}

static void spread(void **state)
{
    (void)state;
    assert_true(fabs(judge_spread((double[]){100, 103, 98}, 3) - (103.0 / 98 - 1)) < 1e-12);
    assert_true(isnan(judge_spread((double[]){100}, 1)));
    assert_true(isnan(judge_spread((double[]){100, 0}, 2)));
    assert_true(judge_spread((double[]){7, 7}, 2) == 0);
}

static void outcomes(void **state)
{
    (void)state;
    size_t counts[VERDICTS] = {0};
    assert_int_equal(judge_outcome(counts), OUTCOME_NOTHING);
    counts[VERDICT_SKIPPED] = 5;
    assert_int_equal(judge_outcome(counts), OUTCOME_NOTHING);
    counts[VERDICT_IMPROVEMENT] = 1;
    assert_int_equal(judge_outcome(counts), OUTCOME_PASS);
    counts[VERDICT_PASS] = 9;
    assert_int_equal(judge_outcome(counts), OUTCOME_PASS);
    counts[VERDICT_INCONCLUSIVE] = 1;
    assert_int_equal(judge_outcome(counts), OUTCOME_INCONCLUSIVE);
    counts[VERDICT_REGRESSION] = 1;
    assert_int_equal(judge_outcome(counts), OUTCOME_REGRESSION);
}

static void bisect(void **state)
{
    static const int codes[][2] = {{0, 0},   {1, 1},    {2, 128},  {3, 125},
                                   {4, 125}, {77, 125}, {130, 130}};
    (void)state;
    for (size_t i = 0; i < SIZE(codes); i++)
        assert_int_equal(judge_exit_bisect(codes[i][0]), codes[i][1]);
}

static void words(void **state)
{
    (void)state;
    for (int v = 0; v < VERDICTS; v++)
        assert_int_equal(verdict_by_name(verdict_name((enum verdict)v)), v);
    assert_int_equal(verdict_by_name("passed"), VERDICTS);
    assert_int_equal(verdict_by_name(NULL), VERDICTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios), cmocka_unit_test(no_numbers), cmocka_unit_test(smallest),
        cmocka_unit_test(spread), cmocka_unit_test(outcomes),   cmocka_unit_test(bisect),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
