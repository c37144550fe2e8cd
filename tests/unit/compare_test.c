/* SPDX-License-Identifier: MIT */
#include "compare_reports.h"

#include "compare/cells.h"
#include "compare/heading.h"
#include "compare/texts.h"

#include <math.h>

static const char *first(const json_t *comparison, const char *key)
{
    const char *text = json_string_value(json_array_get(json_object_get(comparison, key), 0));
    return text ? text : "";
}

static double member(const json_t *comparison, const char *list, size_t record, const char *key)
{
    const json_t *cell = json_array_get(json_object_get(comparison, "cells"), 0);
    const json_t *v = json_object_get(json_array_get(json_object_get(cell, list), record), key);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static void quadrature(void **state)
{
    (void)state;
    struct estimate a = {.value = 300, .lo = 300 / 1.03, .hi = 300 * 1.03};
    struct estimate b = {.value = 100, .lo = 100 / 1.04, .hi = 100 * 1.04};
    double half = hypot(log(1.03), log(1.04));
    struct estimate r = compare_ratio(a, b);
    assert_true(fabs(r.value - 3) < 1e-12);
    assert_true(fabs(r.lo - 3 * exp(-half)) < 1e-12);
    assert_true(fabs(r.hi - 3 * exp(half)) < 1e-12);
}

/* A wide upper half of the base widens the lower half of the ratio alone. */
static void each_end_on_its_side(void **state)
{
    (void)state;
    struct estimate a = {.value = 1, .lo = 1, .hi = 1};
    struct estimate b = {.value = 1, .lo = 1, .hi = 2};
    struct estimate r = compare_ratio(a, b);
    assert_true(fabs(r.lo - 0.5) < 1e-12 && fabs(r.hi - 1) < 1e-12);
}

static void no_interval_of_nothing(void **state)
{
    (void)state;
    struct estimate a = {.value = 2, .lo = 1, .hi = 3}, b = {.value = 1, .lo = NAN, .hi = NAN};
    struct estimate r = compare_ratio(a, b);
    assert_true(fabs(r.value - 2) < 1e-12 && isnan(r.lo) && isnan(r.hi));
    b.value = 0;
    assert_true(isnan(compare_ratio(a, b).value));
    assert_true(isnan(compare_ratio(b, a).value));
}

static void against_the_base(void **state)
{
    (void)state;
    json_t *c = compare(1, report("{}", "{}", 100), report("{}", "{}", 200), NULL);
    assert_true(fabs(member(c, "ratio", 0, "estimate") - 0.5) < 1e-12);
    assert_true(member(c, "ratio", 0, "lo") < 0.5 && member(c, "ratio", 0, "hi") > 0.5);
    assert_true(fabs(member(c, "ratio", 1, "estimate") - 1) < 1e-12);
    assert_true(isnan(member(c, "ratio", 1, "lo")));
    assert_true(fabs(member(c, "values", 1, "estimate") - 200) < 1e-12);
    json_decref(c);
}

/* An interval without its own estimate in it is a forgery or a mistake. */
static void a_bad_interval_is_none(void **state)
{
    (void)state;
    json_t *a = report("{}", "{}", 100), *b = report("{}", "{}", 100);
    json_object_set_new(json_object_get(cell_of(b), "ns"), "lo", json_real(101));
    json_t *c = compare(0, a, b, NULL);
    assert_true(isnan(member(c, "values", 1, "lo")) && isnan(member(c, "ratio", 1, "lo")));
    assert_true(fabs(member(c, "ratio", 1, "estimate") - 1) < 1e-12);
    json_decref(c);
}

static void changed_state(void **state)
{
    (void)state;
    json_t *none = report("{}", "{}", 100);
    set_state(none, "skipped", "vsyscall=none: no page");
    json_t *c = compare(0, report("{}", "{}", 100), report("{}", "{}", 100), none);
    assert_string_equal(first(c, "changed_state"),
                        "vsyscall:time: measured in a, b; skipped in c: vsyscall=none: no page");
    assert_int_equal(json_array_size(json_object_get(c, "changed_state")), 1);
    assert_int_equal(json_array_size(json_object_get(c, "changed_entries")), 0);
    assert_true(isnan(member(c, "ratio", 2, "estimate")));
    json_decref(c);
}

static void another_reason_is_no_change(void **state)
{
    (void)state;
    json_t *a = report("{}", "{}", 1), *b = report("{}", "{}", 1);
    set_state(a, "skipped", "one");
    set_state(b, "skipped", "other");
    json_t *c = compare(0, a, b, NULL);
    assert_int_equal(json_array_size(json_object_get(c, "changed_state")), 0);
    json_decref(c);
}

static void cells_share_a_sentence(void **state)
{
    (void)state;
    json_t *a = report("{}", "{}", 1), *b = report("{}", "{}", 1);
    json_t *more = json_deep_copy(cell_of(a));
    json_object_set_new(more, "cell", json_string("vsyscall:getcpu"));
    json_array_append_new(json_object_get(a, "cells"), more);
    json_array_clear(json_object_get(b, "cells"));
    json_t *c = compare(0, a, b, NULL);
    assert_string_equal(first(c, "changed_state"),
                        "vsyscall:time, vsyscall:getcpu: measured in a; absent in b");
    json_decref(c);
}

static void changed_entries(void **state)
{
    (void)state;
    json_t *b = report("{}", "{}", 1);
    json_object_set_new(json_object_get(cell_of(b), "counters"), "sys_enter", json_integer(2));
    json_t *c = compare(0, report("{}", "{}", 1), b, NULL);
    assert_string_equal(
        first(c, "changed_entries"),
        "vsyscall:time: kernel entries per call 1 emulated in a; 2, 1 emulated in b");
    json_decref(c);
}

static void subject_fields(void **state)
{
    (void)state;
    json_t *c = compare(0,
                        report("{\"mode\": \"x\", \"audit\": \"0\", \"same\": \"1\","
                               "\"vulnerabilities\": {\"l1tf\": \"no\", \"mds\": \"no\"}}",
                               "{}", 1),
                        report("{\"mode\": \"y\", \"same\": \"1\","
                               "\"vulnerabilities\": {\"l1tf\": \"yes\", \"mds\": \"no\"}}",
                               "{}", 1),
                        NULL);
    json_t *differs = json_loads("[{\"field\": \"mode\", \"values\": [\"x\", \"y\"]},"
                                 "{\"field\": \"vulnerabilities.l1tf\","
                                 "\"values\": [\"no\", \"yes\"]}]",
                                 0, NULL);
    json_t *unknown = json_loads("[{\"field\": \"audit\", \"values\": [\"0\", null]}]", 0, NULL);
    assert_true(json_equal(json_object_get(c, "subject_differs"), differs));
    assert_true(json_equal(json_object_get(c, "subject_unknown"), unknown));
    char *text = compare_field_text(c, json_array_get(unknown, 0));
    assert_string_equal(text, "0 in a; unknown in b");
    free(text);
    json_decref(differs);
    json_decref(unknown);
    json_decref(c);
}

/* Two that tell a field differently differ in it, whatever a third leaves out. */
static void a_third_may_not_tell(void **state)
{
    (void)state;
    json_t *c = compare(0, report("{\"f\": \"x\"}", "{}", 1), report("{}", "{}", 1),
                        report("{\"f\": \"y\"}", "{}", 1));
    assert_int_equal(json_array_size(json_object_get(c, "subject_differs")), 1);
    assert_int_equal(json_array_size(json_object_get(c, "subject_unknown")), 0);
    json_decref(c);
}

static void another_platform(void **state)
{
    (void)state;
    char why[300];
    json_t *c = compare(0, report("{}", "{\"cpu_model\": \"1\"}", 1),
                        report("{}", "{\"cpu_model\": \"2\"}", 1), NULL);
    assert_string_equal(first(c, "platform_differs"), "cpu_model");
    assert_false(compare_comparable(c, false, why, sizeof why));
    has(why, "cpu_model (1 in a, 2 in b)");
    assert_true(compare_comparable(c, true, why, sizeof why));
    json_decref(c);
    c = compare(0, report("{}", "{\"microcode\": \"1\"}", 1), report("{}", "{}", 1), NULL);
    assert_false(compare_comparable(c, false, why, sizeof why));
    has(why, "microcode (1 in a, unknown in b)");
    json_decref(c);
    c = compare(0, report("{}", "{\"m\": \"1\"}", 1), report("{}", "{\"m\": \"1\"}", 1), NULL);
    assert_true(compare_comparable(c, false, why, sizeof why));
    json_decref(c);
}

static void another_unit(void **state)
{
    (void)state;
    char why[300];
    json_t *b = report("{}", "{}", 1);
    count_instructions(b, 400);
    json_t *c = compare(0, report("{}", "{}", 1), b, NULL);
    assert_false(compare_comparable(c, true, why, sizeof why));
    has(why, "a holds ns and b holds instructions");
    assert_true(isnan(member(c, "ratio", 1, "estimate")));
    json_decref(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quadrature),
        cmocka_unit_test(each_end_on_its_side),
        cmocka_unit_test(no_interval_of_nothing),
        cmocka_unit_test(against_the_base),
        cmocka_unit_test(a_bad_interval_is_none),
        cmocka_unit_test(changed_state),
        cmocka_unit_test(another_reason_is_no_change),
        cmocka_unit_test(cells_share_a_sentence),
        cmocka_unit_test(changed_entries),
        cmocka_unit_test(subject_fields),
        cmocka_unit_test(a_third_may_not_tell),
        cmocka_unit_test(another_platform),
        cmocka_unit_test(another_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
