/* SPDX-License-Identifier: MIT */
#include "stats/modes.h"

#include "measure/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SIZE = 1000 };

static double values[SIZE];

/* A sum of twelve uniform numbers is normal enough. */
static double normal(uint64_t *random, double centre, double width)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += (double)random_below(random, 1 << 20) / (1 << 20);
    return centre + width * sum;
}

static void fill(double low, double high, double width, unsigned share)
{
    uint64_t random = 1;
    for (size_t i = 0; i < SIZE; i++)
        values[i] = normal(&random, i * 100 / SIZE < share ? low : high, width);
}

static void two(void **state)
{
    (void)state;
    struct modes m;
    fill(178, 216, 2, 70);
    assert_true(modes_find(values, SIZE, &m));
    assert_true(fabs(m.low - 178) < 1 && fabs(m.high - 216) < 1);
    assert_true(fabs(m.low_share - 0.7 / 0.95) < 0.02); /* of what is left */
}

static void one(void **state)
{
    (void)state;
    struct modes m;
    fill(178, 178, 2, 100);
    assert_false(modes_find(values, SIZE, &m));
    fill(178, 182, 2, 50); /* too wide to be distinguished */
    assert_false(modes_find(values, SIZE, &m));
    fill(178, 180, 0.1, 50); /* too near to matter */
    assert_false(modes_find(values, SIZE, &m));
}

/* Interruptions are no mode. */
static void tail(void **state)
{
    (void)state;
    struct modes m;
    fill(178, 400, 2, 96);
    assert_false(modes_find(values, SIZE, &m));
    fill(178, 400, 2, 88);
    assert_false(modes_find(values, SIZE, &m));
}

static void few(void **state)
{
    (void)state;
    struct modes m;
    fill(178, 216, 2, 50);
    assert_false(modes_find(values, 30, &m));
    assert_false(modes_find(values, 0, &m));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two), cmocka_unit_test(one),
                                       cmocka_unit_test(tail), cmocka_unit_test(few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
