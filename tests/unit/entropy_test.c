/* SPDX-License-Identifier: MIT */
#include "layout/entropy.h"

#include "measure/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { N = 1000, TRIES = 400 };

static uint64_t addresses[N];

static void what_never_varies_has_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < N; i++)
        addresses[i] = 0xffffffffff600000;
    struct entropy e = entropy_of(addresses, N);
    assert_int_equal(e.bits, 0);
    assert_int_equal(e.distinct, 1);
    assert_true(e.low == 0 && e.high == 0);
}

static void bits_are_those_that_vary(void **state)
{
    (void)state;
    for (size_t i = 0; i < N; i++)
        addresses[i] = 0x7f0000000000 + (i % 8) * 0x2000;
    struct entropy e = entropy_of(addresses, N);
    assert_int_equal(e.varying, 0xe000);
    assert_int_equal(e.bits, 3);
    assert_int_equal(e.distinct, 8);
    assert_true(e.low > 2.9 && e.low <= 3 && e.high == 3);
}

static void with_no_two_equal_it_is_what_n_can_show(void **state)
{
    (void)state;
    for (size_t i = 0; i < N; i++)
        addresses[i] = (uint64_t)i << 30;
    struct entropy e = entropy_of(addresses, N);
    assert_int_equal(e.bits, 10);
    assert_true(e.low == 10 && e.high == 10); /* bounded by the bits */
    for (size_t i = 0; i < N; i++)
        addresses[i] = (uint64_t)i * 0x123456789ab;
    e = entropy_of(addresses, N);
    assert_int_equal(e.distinct, N);
    assert_true(e.low == entropy_most(N));
    assert_true(e.low > 17 && e.low < 17.1); /* 2^17.05 = 499500 / 3.689 */
    assert_true(e.high == e.bits);
    assert_true(entropy_most(2) == 0);
}

/* The interval holds the truth in 95 of 100, within what chance allows. */
static void the_interval_covers(void **state)
{
    uint64_t random = 7;
    int covered = 0;
    (void)state;
    for (int bits = 8; bits <= 16; bits += 4) {
        covered = 0;
        for (int t = 0; t < TRIES; t++) {
            for (size_t i = 0; i < N; i++)
                addresses[i] = (random_next(&random) & (((uint64_t)1 << bits) - 1)) << 12;
            struct entropy e = entropy_of(addresses, N);
            covered += e.low <= bits && e.high >= bits;
        }
        assert_true(covered >= TRIES * 92 / 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_never_varies_has_none),
        cmocka_unit_test(bits_are_those_that_vary),
        cmocka_unit_test(with_no_two_equal_it_is_what_n_can_show),
        cmocka_unit_test(the_interval_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
