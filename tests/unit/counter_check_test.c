/* SPDX-License-Identifier: MIT */
#include "run/counter_check.h"

#include "matrix/loops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { EVENTS = 6 };

static const char *const all[EVENTS] = {"cycles:u",       "cycles:k",        "instructions:u",
                                        "instructions:k", "branch-misses:u", "dTLB-load-misses:u"};

/* What one event wrongly gives: as if wrong were the event's name. */
static const char *wrong;
static double factor, extra;

static double per_turn(const struct work *w, const char *name)
{
    bool add = w->loop == loop_chain_add, mul = w->loop == loop_chain_mul, call = !add && !mul;
    if (strcmp(name, "cycles:u") == 0)
        return add ? 64 : mul ? 192 : 100;
    if (strcmp(name, "instructions:u") == 0)
        return call ? 9 : 66;
    if (strcmp(name, "cycles:k") == 0 || strcmp(name, "instructions:k") == 0)
        return call ? 250 : 0;
    return 0;
}

static const char *count_well(const struct work *w, uint64_t n, const char *const *names,
                              size_t size, int64_t *values)
{
    for (size_t i = 0; i < size; i++) {
        double each = per_turn(w, names[i]);
        if (wrong && strcmp(wrong, names[i]) == 0)
            each = each * factor + extra;
        values[i] = (int64_t)(each * (double)n) + 40;
    }
    return NULL;
}

static const struct counter_kind well = {.name = "well", .count = count_well};

/* How many of the events are refused; the last of them in *refused. */
static int check(const char *name, double by, double more, const struct event **refused,
                 struct counter_found *found)
{
    static struct event events[EVENTS];
    struct event *members[EVENTS];
    int count = 0;
    wrong = name;
    factor = by;
    extra = more;
    for (size_t i = 0; i < EVENTS; i++) {
        events[i] = (struct event){.pass = 0};
        strcpy(events[i].name, all[i]);
        members[i] = &events[i];
    }
    assert_null(counter_check(&well, members, EVENTS, found));
    for (size_t i = 0; i < EVENTS; i++)
        if (*events[i].why) {
            *refused = &events[i];
            count++;
        }
    return count;
}

static void counters_that_are_right_stay(void **state)
{
    struct counter_found found[EVENTS];
    const struct event *refused;
    (void)state;
    assert_int_equal(check(NULL, 1, 0, &refused, found), 0);
    assert_true(found[0].read == 64 && found[2].read == 66);
    assert_non_null(found[4].work);
    assert_null(found[5].work); /* nothing is known of it */
}

static void a_counter_that_is_wrong_is_named_with_what_it_read(void **state)
{
    static const struct {
        const char *name;
        double by, more;
        int refused;
    } cases[] = {{"cycles:u", 1.004, 0, 0},        {"cycles:u", 1.006, 0, 1},
                 {"cycles:u", 0.994, 0, 1},        {"instructions:u", 1, 0.008, 0},
                 {"instructions:u", 1, 0.02, 1},   {"instructions:k", 0, 0, 1},
                 {"instructions:k", 1, 1, 1},      {"cycles:k", 0, 0, 1},
                 {"cycles:k", 1, 0.3, 0},          {"branch-misses:u", 1, 0.5, 1},
                 {"dTLB-load-misses:u", 1, 5.0, 0}};
    struct counter_found found[EVENTS];
    const struct event *refused = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int count = check(cases[i].name, cases[i].by, cases[i].more, &refused, found);
        if (count != cases[i].refused)
            fail_msg("case %zu: %d refused", i, count);
        if (count)
            assert_non_null(strstr(refused->why, cases[i].name));
    }
    check("instructions:u", 1, 4, &refused, found);
    assert_string_equal(refused->why, "the counter of 'instructions:u' is not to be trusted here: "
                                      "of 64 dependent additions it read 70 a turn, not 65.99 to "
                                      "66.01");
}

static const char *count_not(const struct work *w, uint64_t n, const char *const *names,
                             size_t size, int64_t *values)
{
    (void)w, (void)n, (void)names, (void)size, (void)values;
    return "no";
}

static void a_kind_that_can_not_count_says_why(void **state)
{
    const struct counter_kind kind = {.name = "not", .count = count_not};
    struct event e = {.name = "cycles:u"}, *members[] = {&e};
    struct counter_found found[1];
    (void)state;
    assert_string_equal(counter_check(&kind, members, 1, found), "no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters_that_are_right_stay),
        cmocka_unit_test(a_counter_that_is_wrong_is_named_with_what_it_read),
        cmocka_unit_test(a_kind_that_can_not_count_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
