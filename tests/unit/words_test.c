/* SPDX-License-Identifier: MIT */
#include "text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
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

/* Half of the letters of "gate" are those of "nope": no one means it. */
static void no_more_than_a_third_differs(void **state)
{
    static const char *const commands[] = {"gate", "compare", "plot", NULL};
    (void)state;
    assert_null(nearest_word("nope", commands));
    assert_null(nearest_word("pl", (const char *const[]){"gate", NULL}));
    assert_string_equal(nearest_word("gaet", (const char *const[]){"get", "gate", NULL}), "get");
    assert_string_equal(nearest_word("cmpare", commands), "compare");
    assert_string_equal(nearest_word("rnu", (const char *const[]){"run", NULL}), "run");
}

static struct word numbered(const void *of, size_t i)
{
    static const struct word all[] = {{"one", "1"}, {"two", NULL}, {"three", "3"}, {NULL, NULL}};
    return all[i + *(const size_t *)of];
}

static void lists_are_joined_for_people(void **state)
{
    const size_t from[] = {0, 2, 3};
    const char *const expected[] = {"one, two or three", "three", ""};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char *text = words_joined(numbered, &from[i], " or ");
        assert_string_equal(text, expected[i]);
        free(text);
    }
    assert_string_equal(nearest_in("thre", numbered, &from[0]), "three");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_is_found),
        cmocka_unit_test(nothing_near_is_null),
        cmocka_unit_test(no_more_than_a_third_differs),
        cmocka_unit_test(lists_are_joined_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
