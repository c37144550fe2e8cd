/* SPDX-License-Identifier: MIT */
#include "stats/estimate.h"
#include "stats/student.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

static bool near(double a, double b, double share)
{
    return fabs(a - b) <= share * fabs(b);
}

static void quantiles(void **state)
{
    (void)state;
    /* R: quantile(c(7, 1, 4, 10), c(0, .1, .5, .99, 1), type = 7) */
    double v[] = {7, 1, 4, 10};
    assert_true(near(quantile(v, 4, 0), 1, 1e-12));
    assert_true(near(quantile(v, 4, 0.1), 1.9, 1e-12));
    assert_true(near(quantile(v, 4, 0.5), 5.5, 1e-12));
    assert_true(near(quantile(v, 4, 0.99), 9.91, 1e-12));
    assert_true(near(quantile(v, 4, 1), 10, 1e-12));
    assert_true(isnan(quantile(v, 0, 0.5)));
    assert_true(near(quantile(v, 1, 0.9), 1, 1e-12)); /* sorted in place by now */
}

static void means(void **state)
{
    (void)state;
    double v[] = {1, 2, 6};
    assert_true(near(mean(v, 3), 3, 1e-12));
    assert_true(isnan(mean(v, 0)));
}

static void student(void **state)
{
    (void)state;
    /* R: qt(0.975, df) */
    static const struct {
        size_t degrees;
        double t;
    } known[] = {{1, 12.7062},   {2, 4.302653},  {9, 2.262157},   {30, 2.042272},
                 {31, 2.039513}, {60, 2.000298}, {100, 1.983972}, {1000, 1.962339}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(near(student_t95(known[i].degrees), known[i].t, 5e-5));
    for (size_t d = 1; d < 200; d++)
        assert_true(student_t95(d + 1) < student_t95(d));
    assert_true(isnan(student_t95(0)));
}

static void launches(void **state)
{
    (void)state;
    double v[] = {exp(3), exp(1), exp(5), exp(2), exp(4)};
    struct estimate e = estimate_launches(v, 5);
    double spread = sqrt((1 + 0) / 2.) / 0.773, half = 3 * 2.776445 * 1.71 * spread / sqrt(5);
    assert_true(near(log(e.value), 1.4, 1e-9));
    assert_true(near(log(e.lo), 1.4 - half, 1e-3));
    assert_true(near(log(e.hi), 1.4 + half, 1e-3));
    assert_int_equal(e.kept, 5);
}

/* Launches under load move neither centre nor interval, as long as some of them are without. */
static void loaded_launches(void **state)
{
    (void)state;
    double quiet[8], loaded[8];
    for (int i = 0; i < 8; i++) {
        quiet[i] = 100 + i;
        loaded[i] = i < 5 ? quiet[i] : 3 * quiet[i];
    }
    struct estimate a = estimate_launches(quiet, 8), b = estimate_launches(loaded, 8);
    assert_true(near(b.value, a.value, 1e-9));
    assert_true(b.lo <= b.value && b.value <= b.hi && near(b.hi, a.hi, 0.05));
}

static void mean_of_logarithms(void **state)
{
    (void)state;
    double v[] = {20, 24.2};
    struct estimate e = estimate_mean(v, 2);
    double half = 12.7062 * log(24.2 / 20) / 2; /* of two values, sd / sqrt(2) is half the range */
    assert_true(near(e.value, 22, 1e-9));
    assert_true(near(e.lo, 22 * exp(-half), 1e-4));
    assert_true(near(e.hi, 22 * exp(half), 1e-4));
}

static void few_launches(void **state)
{
    (void)state;
    double v[] = {-1, 5, 0, NAN};
    struct estimate one = estimate_launches(v, 4), none = estimate_launches(v, 0);
    assert_true(near(one.value, 5, 1e-12));
    assert_true(isnan(one.lo) && isnan(one.hi));
    assert_int_equal(one.kept, 1);
    assert_int_equal(one.dropped, 3);
    assert_true(isnan(none.value));
}

/* The tail that interruptions make must not move the centre; a cost common to all must. */
static void launch_centre(void **state)
{
    (void)state;
    double quiet[100], loaded[100], slower[100];
    for (int i = 0; i < 100; i++) {
        quiet[i] = 100 + 0.01 * i;
        loaded[i] = i < 40 ? quiet[i] : 3 * quiet[i];
        slower[i] = 1.02 * quiet[i];
    }
    double a = estimate_launch(quiet, 100);
    assert_true(near(estimate_launch(loaded, 100), a, 1e-3));
    assert_true(near(estimate_launch(slower, 100) / a, 1.02, 1e-9));
}

/* The ratio the other way round is the reciprocal, and what a sixth of the launches shows alone
 * moves the interval but not the centre. */
static void ratios(void **state)
{
    (void)state;
    double r[31], back[31], scratch[62];
    for (int i = 0; i < 31; i++) {
        r[i] = 1.2 + 0.01 * ((7 * i) % 31);
        back[i] = 1 / r[i];
    }
    struct estimate a = estimate_ratios(r, 31, scratch), b = estimate_ratios(back, 31, scratch);
    assert_true(near(a.value, 1.35, 1e-9) && near(a.value * b.value, 1, 1e-9));
    assert_true(near(a.lo * b.hi, 1, 1e-9) && near(a.hi * b.lo, 1, 1e-9));
    assert_true(1.2 < a.lo && a.lo < 1.35 && 1.35 < a.hi && a.hi < 1.5);
    double one = 1.1;
    assert_true(isnan(estimate_ratios(&one, 1, scratch).lo));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles),       cmocka_unit_test(means),
        cmocka_unit_test(student),         cmocka_unit_test(launches),
        cmocka_unit_test(few_launches),    cmocka_unit_test(launch_centre),
        cmocka_unit_test(loaded_launches), cmocka_unit_test(mean_of_logarithms),
        cmocka_unit_test(ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
