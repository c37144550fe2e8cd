/* SPDX-License-Identifier: MIT */
#include "machine/cpus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void lists_that_the_kernel_writes(void **state)
{
    static const struct {
        const char *text, *again;
        int count;
    } rows[] = {
        {"0-3,8,10-11\n", "0-3,8,10-11", 7},
        {"0", "0", 1},
        {"\n", "", 0},
        {"", "", 0},
        {"8191", "8191", 1},
        {"0-8191\n", "0-8191", 8192},
        {"3,1,2,2", "1-3", 3},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cpus c;
        char again[64];
        assert_true(cpus_parse(rows[i].text, &c));
        assert_int_equal(cpus_count(&c), rows[i].count);
        assert_string_equal(cpus_format(&c, again, sizeof again), rows[i].again);
    }
}

static void lists_that_are_refused(void **state)
{
    static const char *const texts[] = {
        "-1",
        "0-",
        "3-1",
        "0,",
        ",0",
        "0,,1",
        "8192",
        "0-8192",
        "(null)\n",
        "0x1f",
        "1 2",
        "0-1-2",
        "99999999999999999999",
        "0-18446744073709551615",
        "+1",
        "0-3\n4",
        "1, 2",
        "????",
    };
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct cpus c;
        assert_false(cpus_parse(texts[i], &c));
        assert_int_equal(cpus_count(&c), 0);
    }
}

static void a_list_that_does_not_fit_is_cut(void **state)
{
    struct cpus c;
    char small[12];
    (void)state;

    cpus_parse("0,2,4,6,8,10,12", &c);
    assert_string_equal(cpus_format(&c, small, sizeof small), "0,2,4,6,...");
}

static void numbers_out_of_range_are_in_no_set(void **state)
{
    struct cpus c;
    (void)state;

    cpus_clear(&c);
    cpus_add(&c, -1);
    cpus_add(&c, CPUS_MAX);
    assert_int_equal(cpus_count(&c), 0);
    assert_false(cpus_has(&c, -1));
    assert_false(cpus_has(&c, CPUS_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_that_the_kernel_writes),
        cmocka_unit_test(lists_that_are_refused),
        cmocka_unit_test(a_list_that_does_not_fit_is_cut),
        cmocka_unit_test(numbers_out_of_range_are_in_no_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
