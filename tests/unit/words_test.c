/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = {"inspect", "list", "report", "run", "PAGE-FAULTS", NULL};

static void the_nearest_word_is_found(void **state)
{
    (void)state;
    assert_string_equal(nearest_word("lsit", words), "list");
    assert_string_equal(nearest_word("rune", words), "run");
    assert_string_equal(nearest_word("insp", words), "inspect");
    assert_string_equal(nearest_word("page-fautls", words), "PAGE-FAULTS");
}

static void nothing_near_is_null(void **state)
{
    char huge[1000] = {0};
    const char *const none[] = {NULL};
    (void)state;
    memset(huge, 'r', sizeof huge - 1);
    assert_null(nearest_word("xyzzyxyzzy", words));
    assert_null(nearest_word(huge, words));
    assert_null(nearest_word("run", none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_found),
        cmocka_unit_test(nothing_near_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
