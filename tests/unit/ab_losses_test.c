/* SPDX-License-Identifier: MIT */
#include "judge/ab_losses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void b_has_to_lose_more_than_its_share(void **state)
{
    static const struct {
        struct ab_losses losses;
        bool differ;
    } cases[] = {{{{0, 0}, {NULL}}, false}, {{{0, 2}, {NULL}}, false}, {{{0, 3}, {NULL}}, true},
                 {{{1, 4}, {NULL}}, true},  {{{2, 3}, {NULL}}, false}, {{{5, 3}, {NULL}}, false},
                 {{{8, 0}, {NULL}}, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(ab_losses_differ(&cases[i].losses), cases[i].differ);
}

static void losses_are_counted_by_side(void **state)
{
    struct record r = {.others =
                           json_pack("[{s:s}, {s:s, s:s, s:s}, {s:s, s:s, s:s}, {s:s, s:s, s:s}]",
                                     "type", "ab", "type", "lost", "side", "b", "reason", "first",
                                     "type", "lost", "side", "a", "reason", "other", "type", "lost",
                                     "side", "b", "reason", "last")};
    const struct ab_losses l = ab_losses_of(&r);
    (void)state;
    assert_int_equal(l.size[0], 1);
    assert_int_equal(l.size[1], 2);
    assert_string_equal(l.last[0], "other");
    assert_string_equal(l.last[1], "last");
    json_decref(r.others);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(b_has_to_lose_more_than_its_share),
        cmocka_unit_test(losses_are_counted_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
