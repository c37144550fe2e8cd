/* SPDX-License-Identifier: MIT */
#include "text/json_text.h"

#include "measure/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBERS = 20000 };

static void assert_printed(const char *expected, json_t *value)
{
    char *text = json_text(value, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_string_equal(text, expected);
    free(text);
    json_decref(value);
}

static void a_margin_is_printed_as_it_was_given(void **state)
{
    (void)state;
    assert_printed("0.05", json_real(0.05));
    assert_printed("0.1", json_real(0.1));
    assert_printed("123.4", json_real(123.4));
    assert_printed("{\"margin\":[0.05,-0.1,0.01]}",
                   json_pack("{s:[f,f,f]}", "margin", 0.05, -0.1, 0.01));
}

static void what_needs_more_digits_has_them(void **state)
{
    (void)state;
    assert_printed("0.30000000000000004", json_real(0.1 + 0.2));
    assert_printed("0.3333333333333333", json_real(1.0 / 3));
    assert_printed("1234567890123460.0", json_real(1234567890123460));
    assert_printed("2.5e-300", json_real(2.5e-300));
    assert_printed("1e300", json_real(1e300));
    assert_printed("1e-7", json_real(1e-7));
    assert_printed("2596000000.0", json_real(2596e6)); /* a real stays one */
    assert_printed("-0.0", json_real(-0.0));
}

static void integers_words_and_strings_stay(void **state)
{
    (void)state;
    assert_printed("[true,false,null,-12,9007199254740993]",
                   json_pack("[b,b,n,i,I]", 1, 0, -12, (json_int_t)9007199254740993));
    assert_printed("{\"0.050000000000000003\":\"\\\\\\\"0.050000000000000003\\\\\"}",
                   json_pack("{s:s}", "0.050000000000000003", "\\\"0.050000000000000003\\"));
}

static double any_double(uint64_t *r)
{
    for (;;) {
        uint64_t bits = random_next(r);
        double v;
        memcpy(&v, &bits, sizeof v);
        if (isfinite(v))
            return v;
    }
}

static void every_double_reads_back(void **state)
{
    uint64_t r = 42;
    (void)state;
    for (int i = 0; i < NUMBERS; i++) {
        double v = any_double(&r);
        json_t *array = json_pack("[f]", v);
        char *text = json_text(array, 0);
        json_t *again = json_loads(text, 0, NULL);
        assert_true(json_is_real(json_array_get(again, 0)));
        assert_true(json_real_value(json_array_get(again, 0)) == v);
        free(text);
        json_decref(array);
        json_decref(again);
    }
}

static void no_text_of_fewer_digits_would_do(void **state)
{
    char text[JSON_NUMBER], fewer[JSON_NUMBER];
    (void)state;
    for (int i = 1; i < NUMBERS; i++) {
        double v = i / 100.0;
        json_number_text(v, text);
        int size = snprintf(fewer, sizeof fewer, "%d.%02d", i / 100, i % 100);
        while (fewer[size - 1] == '0')
            fewer[--size] = '\0';
        if (fewer[size - 1] == '.')
            fewer[--size] = '\0';
        assert_string_equal(text, fewer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_margin_is_printed_as_it_was_given),
        cmocka_unit_test(what_needs_more_digits_has_them),
        cmocka_unit_test(integers_words_and_strings_stay),
        cmocka_unit_test(every_double_reads_back),
        cmocka_unit_test(no_text_of_fewer_digits_would_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
