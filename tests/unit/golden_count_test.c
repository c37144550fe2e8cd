/* SPDX-License-Identifier: MIT */
#include "judge/golden_count.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SIZE(array) (sizeof(array) / sizeof *(array))

static json_t *load(const char *text)
{
    json_t *v = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(v);
    return v;
}

/* A carry loop of 6 may have run in all blocks, in some, or in none; one instruction more is
 * another code in any case, and so are 6 where both counts saw both values. */
static void agreement(void **state)
{
    static const struct {
        const char *a, *b;
        bool agree;
    } cases[] = {
        {"13", "13", true},
        {"13", "14", false},
        {"[425,431]", "425", true},
        {"[425,431]", "431", true},
        {"[425,431]", "426", false},
        {"[425,431]", "[425,431]", true},
        {"[425,431]", "[426,432]", false},
        {"[425,431]", "[431,437]", false},
        {"[425,431]", "[425,437]", true},
        {"null", "null", false},
        {"null", "13", false},
    };
    (void)state;
    for (size_t i = 0; i < SIZE(cases); i++) {
        json_t *a = load(cases[i].a), *b = load(cases[i].b);
        if (count_agrees(a, b) != cases[i].agree || count_agrees(b, a) != cases[i].agree)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
        json_decref(a);
        json_decref(b);
    }
}

static void unions(void **state)
{
    static const char *const cases[][3] = {
        {"13", "13", "13"},      {"431", "425", "[425,431]"}, {"[425,431]", "431", "[425,431]"},
        {"null", "7", "7"},      {"null", "null", "null"},    {"[1,2,3,4]", "[5]", "[1,2,3,4]"},
        {"1.5", "1", "[1,1.5]"},
    };
    (void)state;
    for (size_t i = 0; i < SIZE(cases); i++) {
        json_t *a = load(cases[i][0]), *b = load(cases[i][1]), *all = count_union(a, b);
        char *text = json_dumps(all, JSON_ENCODE_ANY | JSON_COMPACT);
        assert_string_equal(text, cases[i][2]);
        assert_true(count_good(all));
        free(text);
        json_decref(a);
        json_decref(b);
        json_decref(all);
    }
}

static void shapes(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"13", true},  {"null", true},     {"[1,2]", true},
                 {"[]", false}, {"[\"1\"]", false}, {"[1,2,3,4,5]", false},
                 {"{}", false}, {"\"13\"", false},  {"true", false}};
    (void)state;
    for (size_t i = 0; i < SIZE(cases); i++) {
        json_t *v = load(cases[i].text);
        if (count_good(v) != cases[i].good)
            fail_msg("%s", cases[i].text);
        json_decref(v);
    }
}

static void least(void **state)
{
    (void)state;
    json_t *v = load("[431,425]");
    assert_true(count_least(v) == 425);
    json_decref(v);
    assert_true(isnan(count_least(NULL)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement),
        cmocka_unit_test(unions),
        cmocka_unit_test(shapes),
        cmocka_unit_test(least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
