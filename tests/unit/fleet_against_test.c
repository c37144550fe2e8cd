/* SPDX-License-Identifier: MIT */
#include "fleet/document.h"

#include "fleet_sweeps.h"
#include "text/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const json_t *change_of(const json_t *document, size_t i)
{
    return json_array_get(json_object_get(document, "changes"), i);
}

static const json_t *first_of(const json_t *change, const char *list)
{
    return json_array_get(json_object_get(change, list), 0);
}

static void expect_change(const json_t *change, const char *verdict, const char *hosts,
                          const char *field)
{
    assert_string_equal(json_text_of(change, "verdict"), verdict);
    assert_string_equal(json_text_of(change, "hosts"), hosts);
    assert_string_equal(json_text_of(first_of(change, "fields"), "field"), field);
}

static void nothing_changed(void **arg)
{
    (void)arg;
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    made_hosts(&m, &m.now, 0, 20, "6.1", 1);
    json_t *d = made_judge(&m);
    assert_int_equal(fleet_changes_outcome(d), 0);
    assert_string_equal(json_text_of(d, "outcome"), "unchanged");
    assert_int_equal(json_array_size(json_object_get(d, "changes")), 1);
    expect_change(change_of(d, 0), "unchanged", "n[00-19]", "");
    assert_string_equal(json_text_of(first_of(change_of(d, 0), "cells"), "verdict"), "pass");
    json_decref(d);
}

/* A kernel that half of the hosts got, by what it costs. */
static void a_kernel_of_half_is_a_change(void **arg)
{
    static const struct {
        double slower;
        int code;
        const char *outcome, *verdict, *time;
    } tries[] = {{1, 0, "changed", "changed", "pass"},
                 {1.1, 1, "worse", "worse", "regression"},
                 {0.9, 0, "changed", "changed", "improvement"}};
    (void)arg;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct made m = {0};
        made_hosts(&m, &m.before, 0, 40, "6.1", 1);
        made_hosts(&m, &m.now, 0, 20, "6.12", tries[i].slower);
        made_hosts(&m, &m.now, 20, 20, "6.1", 1);
        json_t *d = made_judge(&m);
        assert_int_equal(fleet_changes_outcome(d), tries[i].code);
        assert_string_equal(json_text_of(d, "outcome"), tries[i].outcome);
        expect_change(change_of(d, 0), tries[i].verdict, "n[00-19]", "kernel");
        const json_t *field = first_of(change_of(d, 0), "fields");
        assert_string_equal(json_text_of(field, "before"), "6.1");
        assert_string_equal(json_text_of(field, "value"), "6.12");
        const json_t *cell = first_of(change_of(d, 0), "cells");
        assert_string_equal(json_text_of(cell, "verdict"), tries[i].time);
        assert_true(fabs(json_number_of(cell, "ratio") / tries[i].slower - 1) < 0.01);
        expect_change(change_of(d, 1), "unchanged", "n[20-39]", "");
        json_decref(d);
    }
}

/* One host's clock enters the kernel: said of it alone, for the worse; the other way round, not. */
static void entries_decide(void **arg)
{
    (void)arg;
    for (int worse = 0; worse < 2; worse++) {
        struct made m = {0};
        made_hosts(&m, &m.before, 0, 20, "6.1", 1);
        made_add(&m, &m.before, "n20", made_record("cpu", "6.1", "tsc", made_usual(20, 1, !worse)));
        made_hosts(&m, &m.now, 0, 20, "6.1", 1);
        made_add(&m, &m.now, "n20", made_record("cpu", "6.1", "tsc", made_usual(21, 1, worse)));
        json_t *d = made_judge(&m);
        assert_int_equal(fleet_changes_outcome(d), worse);
        expect_change(change_of(d, 0), worse ? "worse" : "changed", "n20", "vdso:time");
        assert_string_equal(json_text_of(first_of(change_of(d, 0), "fields"), "verdict"),
                            worse ? "regression" : "improvement");
        assert_int_equal(json_array_size(json_object_get(change_of(d, 0), "cells")), 0);
        assert_true(*json_text_of(change_of(d, 0), "untimed"));
        json_decref(d);
    }
}

static json_t *state_cells(const char *state)
{
    return json_pack("[{s:s, s:s, s:s, s:s}]", "cell", "vdso:time", "state", state, "reason",
                     "a test", "path", "vdso");
}

/* What was measured and can't be any more; what failed where it was left out. */
static void states_decide(void **arg)
{
    static const struct {
        const char *before, *now; /* NULL: measured */
        int code;
    } tries[] = {{NULL, "skipped", 1},
                 {"skipped", "failed", 1},
                 {"skipped", NULL, 0},
                 {"failed", "skipped", 0}};
    (void)arg;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct made m = {0};
        json_t *a = tries[i].before ? state_cells(tries[i].before) : made_usual(7, 1, 0);
        json_t *b = tries[i].now ? state_cells(tries[i].now) : made_usual(8, 1, 0);
        made_hosts(&m, &m.before, 0, 20, "6.1", 1);
        made_add(&m, &m.before, "x", made_record("cpu", "6.1", "tsc", a));
        made_hosts(&m, &m.now, 0, 20, "6.1", 1);
        made_add(&m, &m.now, "x", made_record("cpu", "6.1", "tsc", b));
        json_t *d = made_judge(&m);
        assert_int_equal(fleet_changes_outcome(d), tries[i].code);
        expect_change(change_of(d, 0), tries[i].code ? "worse" : "changed", "x", "vdso:time");
        json_decref(d);
    }
}

static const char *hosts_of(const json_t *document, const char *key)
{
    return json_text_of(json_object_get(document, key), "hosts");
}

static void hosts_come_and_go(void **arg)
{
    (void)arg;
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    made_add(&m, &m.before, "n90", made_record("cpu", "6.1", "tsc", made_usual(90, 1, 0)));
    made_hosts(&m, &m.now, 2, 22, "6.1", 1);
    made_add(&m, &m.now, "n90", made_record("cpu", "6.1", "tsc", made_usual(90, 1, 0)));
    json_t *d = made_judge(&m);
    assert_int_equal(fleet_changes_outcome(d), 0);
    assert_string_equal(hosts_of(d, "left"), "n[00-01]");
    assert_string_equal(hosts_of(d, "came"), "n[20-23]");
    assert_string_equal(hosts_of(d, "copied"), "n90");
    assert_int_equal(json_integer_value(json_object_get(d, "hosts")), 18);
    json_decref(d);
}

/* Further records of a host change nothing of it. */
static void hosts_twice_count_once(void **arg)
{
    (void)arg;
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    made_hosts(&m, &m.now, 0, 20, "6.1", 1);
    made_hosts(&m, &m.now, 0, 20, "6.12", 3);
    json_t *d = made_judge(&m);
    assert_string_equal(json_text_of(d, "outcome"), "unchanged");
    assert_int_equal(json_integer_value(json_object_get(d, "hosts")), 20);
    json_decref(d);
}

static void too_few_are_undecided(void **arg)
{
    (void)arg;
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 5, "6.1", 1);
    made_hosts(&m, &m.now, 0, 5, "6.1", 9);
    json_t *d = made_judge(&m);
    assert_int_equal(fleet_changes_outcome(d), FLEET_UNDECIDED);
    json_decref(d);
}

static void other_hardware_is_not_compared(void **arg)
{
    (void)arg;
    char name[16];
    struct made m = {0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    for (size_t i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "n%02zu", i);
        made_add(&m, &m.now, name, made_record("other", "6.1", "tsc", made_usual(i + 1, 9, 0)));
    }
    json_t *d = made_judge(&m);
    assert_int_equal(fleet_changes_outcome(d), FLEET_INCOMPARABLE);
    assert_int_equal(json_array_size(json_object_get(change_of(d, 0), "cells")), 0);
    json_decref(d);
    m = (struct made){0};
    made_hosts(&m, &m.before, 0, 20, "6.1", 1);
    made_hosts(&m, &m.now, 20, 20, "6.1", 1);
    d = made_judge(&m);
    assert_int_equal(fleet_changes_outcome(d), FLEET_INCOMPARABLE);
    json_decref(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed),       cmocka_unit_test(a_kernel_of_half_is_a_change),
        cmocka_unit_test(entries_decide),        cmocka_unit_test(states_decide),
        cmocka_unit_test(hosts_come_and_go),     cmocka_unit_test(hosts_twice_count_once),
        cmocka_unit_test(too_few_are_undecided), cmocka_unit_test(other_hardware_is_not_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
