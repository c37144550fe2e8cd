/* SPDX-License-Identifier: MIT */
#include "text/show.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char text[SHOW_NUMBER];

static void no_number_has_an_exponent(void **state)
{
    (void)state;
    for (int power = -320; power <= 308; power++)
        for (int digits = 1; digits <= 8; digits++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double v = sign * 9.87654321 * pow(10, power);
                assert_null(strchr(show_number(v, digits, text), 'e'));
                assert_true(strlen(text) < SHOW_NUMBER - 1);
                assert_null(strchr(show_short(v, digits, text), 'e'));
            }
}

static void a_share_of_all_is_100(void **state)
{
    (void)state;
    assert_string_equal(show_short(100, 2, text), "100");
    assert_string_equal(show_short(0.5, 2, text), "0.5");
    assert_string_equal(show_short(0, 2, text), "0");
    assert_string_equal(show_short(12345, 2, text), "12345");
}

static void a_column_keeps_its_zeros(void **state)
{
    (void)state;
    assert_string_equal(show_number(14.1, 4, text), "14.10");
    assert_string_equal(show_number(23500, 3, text), "23500");
    assert_string_equal(show_number(12345678, 4, text), "12345678");
    assert_string_equal(show_fixed(2.9999, 3, text), "3.000");
}

static void the_largest_have_a_prefix(void **state)
{
    (void)state;
    assert_string_equal(show_number(1.234e10, 4, text), "12.3G");
    assert_string_equal(show_number(-5e18, 4, text), "-5.00E");
    assert_string_equal(show_number(1e300, 4, text), ">999E");
    assert_string_equal(show_short(NAN, 4, text), "nan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_number_has_an_exponent),
        cmocka_unit_test(a_share_of_all_is_100),
        cmocka_unit_test(a_column_keeps_its_zeros),
        cmocka_unit_test(the_largest_have_a_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
