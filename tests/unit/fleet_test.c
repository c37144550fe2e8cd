/* SPDX-License-Identifier: MIT */
#include "fleet/document.h"
#include "fleet/fold.h"
#include "fleet/measure.h"

#include "fleet_made.h"
#include "text/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_folds(const char *const *names, size_t size, const char *set)
{
    char *text = fleet_fold(names, size);
    assert_string_equal(text, set);
    free(text);
}

#define FOLDS(set, ...)                                                                            \
    assert_folds((const char *[]){__VA_ARGS__},                                                    \
                 sizeof(const char *[]){__VA_ARGS__} / sizeof(char *), set)

static void hosts_are_folded(void **arg)
{
    (void)arg;
    FOLDS("node[001-003,017]", "node017", "node001", "node003", "node002", "node002");
    FOLDS("node[9-11]", "node9", "node10", "node11");
    FOLDS("n[098-101]", "n098", "n099", "n100", "n101");
    FOLDS("n[1-2],n01", "n1", "n2", "n01");
    FOLDS("a,b", "a", "b");
    FOLDS("10.0.0.[7-8]", "10.0.0.7", "10.0.0.8");
    FOLDS("w[1-2].dc3.example", "w1.dc3.example", "w2.dc3.example");
    FOLDS("r1n[1-2],r2n1", "r1n1", "r1n2", "r2n1");
    FOLDS("n99999999999999999999999", "n99999999999999999999999");
    assert_folds(NULL, 0, "");
}

/* Hosts alike but for those that a test changes. */
struct made {
    struct fleet f;
    size_t order;
};

static void add(struct made *m, const char *name, struct record r)
{
    assert_int_equal(fleet_add(&m->f, name, m->order++, &r), 0);
    json_decref(r.manifest);
    json_decref(r.summary);
}

static json_t *usual_cells(size_t i, double factor)
{
    double ns = 100 * factor * (1 + 0.002 * (double)(i % 7));
    json_t *cells = json_array();
    json_array_append_new(cells, made_cell("vdso:time", ns, 0));
    return cells;
}

static void add_usual(struct made *m, size_t from, size_t size)
{
    char name[16];
    for (size_t i = from; i < from + size; i++) {
        snprintf(name, sizeof name, "n%02zu", i);
        add(m, name, made_record("cpu", "6.1", "tsc", usual_cells(i, 1)));
    }
}

/* Frees the fleet; the document is the caller's. */
static json_t *judge(struct made *m)
{
    fleet_order(&m->f);
    struct fleet_groups g = groups_make(&m->f);
    assert_true(fleet_measure(&m->f, &g));
    json_t *document = fleet_document(&m->f, &g);
    assert_non_null(document);
    groups_free(&g);
    fleet_free(&m->f);
    return document;
}

static const json_t *finding(const json_t *document, size_t i)
{
    return json_array_get(json_object_get(document, "findings"), i);
}

static const json_t *first_of(const json_t *finding, const char *list)
{
    return json_array_get(json_object_get(finding, list), 0);
}

static void hosts_alike_are_alike(void **arg)
{
    (void)arg;
    struct made m = {0};
    add_usual(&m, 0, 20);
    json_t *d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_ALL_ALIKE);
    assert_int_equal(json_array_size(json_object_get(d, "findings")), 0);
    json_decref(d);
}

static void a_host_is_named_with_its_fields(void **arg)
{
    (void)arg;
    struct made m = {0};
    add_usual(&m, 0, 20);
    json_t *cells = json_array();
    json_array_append_new(cells, made_cell("vdso:time", 4100, 1));
    add(&m, "n20", made_record("cpu", "6.1", "hpet", cells));
    json_t *d = judge(&m);
    const json_t *one = finding(d, 0), *fields = json_object_get(one, "fields");
    assert_int_equal(fleet_outcome_of(d), FLEET_OUTLIERS);
    assert_int_equal(json_array_size(json_object_get(d, "findings")), 1);
    assert_string_equal(json_text_of(one, "hosts"), "n20");
    assert_int_equal(json_array_size(fields), 2);
    assert_string_equal(json_text_of(json_array_get(fields, 0), "field"), "clocksource");
    assert_string_equal(json_text_of(json_array_get(fields, 0), "majority"), "tsc");
    assert_string_equal(json_text_of(json_array_get(fields, 1), "class"), "entries");
    assert_string_equal(json_text_of(first_of(one, "times"), "cell"), "vdso:time");
    json_decref(d);
}

static void a_kernel_of_half_is_a_group(void **arg)
{
    (void)arg;
    struct made m = {0};
    char name[16];
    add_usual(&m, 0, 20);
    for (size_t i = 20; i < 40; i++) {
        snprintf(name, sizeof name, "n%02zu", i);
        add(&m, name, made_record("cpu", "6.12", "tsc", usual_cells(i, 2)));
    }
    json_t *d = judge(&m);
    const json_t *groups = json_object_get(d, "groups");
    assert_int_equal(fleet_outcome_of(d), FLEET_ALL_ALIKE);
    assert_int_equal(json_array_size(groups), 2);
    assert_string_equal(json_text_of(json_array_get(groups, 0), "hosts"), "n[00-19]");
    assert_string_equal(json_text_of(first_of(json_array_get(groups, 1), "differs"), "field"),
                        "kernel");
    json_decref(d);
}

/* One record suspects; a second one of the host confirms, or clears it. */
static void a_second_record_decides(void **arg)
{
    static const struct {
        double again;
        enum fleet_outcome outcome;
        const char *verdict;
    } tries[] = {{0, FLEET_UNDECIDED, "suspect"},
                 {3, FLEET_OUTLIERS, "outlier"},
                 {1, FLEET_ALL_ALIKE, ""},
                 {0.3, FLEET_ALL_ALIKE, ""}};
    (void)arg;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct made m = {0};
        add_usual(&m, 0, 20);
        add(&m, "n20", made_record("cpu", "6.1", "tsc", usual_cells(0, 3)));
        if (tries[i].again > 0)
            add(&m, "n20", made_record("cpu", "6.1", "tsc", usual_cells(0, tries[i].again)));
        json_t *d = judge(&m);
        assert_int_equal(fleet_outcome_of(d), tries[i].outcome);
        assert_string_equal(json_text_of(finding(d, 0), "verdict"), tries[i].verdict);
        assert_int_equal(json_integer_value(json_object_get(d, "hosts")), 21);
        json_decref(d);
    }
}

static struct record made_busy(double slower)
{
    struct record r = made_record("cpu", "6.1", "tsc", usual_cells(0, slower));
    json_object_set_new(json_object_get(r.summary, "run"), "discarded", json_real(0.5));
    return r;
}

static void a_busy_host_is_not_accused(void **arg)
{
    (void)arg;
    struct made m = {0};
    add_usual(&m, 0, 20);
    add(&m, "n20", made_busy(30));
    json_t *d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_ALL_ALIKE);
    assert_string_equal(json_text_of(finding(d, 0), "verdict"), "busy");
    json_decref(d);
    m = (struct made){0};
    for (int i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        add(&m, name, made_busy(1));
    }
    d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_UNDECIDED);
    json_decref(d);
}

/* A cell of which no block was undisturbed says nothing of what the host is. */
static void a_disturbed_cell_is_no_difference(void **arg)
{
    (void)arg;
    struct made m = {0};
    add_usual(&m, 0, 20);
    json_t *cells = json_pack("[{s:s, s:s, s:s, s:s}]", "cell", "vdso:time", "state", "measured",
                              "reason", "no undisturbed block of it was timed", "path", "vdso");
    add(&m, "n20", made_record("cpu", "6.1", "tsc", cells));
    json_t *d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_ALL_ALIKE);
    json_decref(d);
}

static void few_hosts_have_exact_facts_alone(void **arg)
{
    (void)arg;
    struct made m = {0};
    add_usual(&m, 0, 2);
    add(&m, "n02", made_record("cpu", "6.1", "hpet", usual_cells(0, 9)));
    json_t *d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_OUTLIERS);
    assert_string_equal(json_text_of(finding(d, 0), "hosts"), "n02");
    assert_int_equal(json_array_size(json_object_get(finding(d, 0), "times")), 0);
    json_decref(d);
    m = (struct made){0};
    add_usual(&m, 0, 2);
    d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_UNDECIDED);
    assert_string_equal(json_text_of(finding(d, 0), "verdict"), "alone");
    json_decref(d);
}

static void other_hardware_is_not_compared(void **arg)
{
    (void)arg;
    struct made m = {0};
    add(&m, "a", made_record("one", "6.1", "tsc", usual_cells(0, 1)));
    add(&m, "b", made_record("two", "6.1", "tsc", usual_cells(0, 1)));
    json_t *d = judge(&m);
    assert_int_equal(fleet_outcome_of(d), FLEET_INCOMPARABLE);
    json_decref(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_folded),
        cmocka_unit_test(hosts_alike_are_alike),
        cmocka_unit_test(a_host_is_named_with_its_fields),
        cmocka_unit_test(a_kernel_of_half_is_a_group),
        cmocka_unit_test(a_second_record_decides),
        cmocka_unit_test(a_busy_host_is_not_accused),
        cmocka_unit_test(a_disturbed_cell_is_no_difference),
        cmocka_unit_test(few_hosts_have_exact_facts_alone),
        cmocka_unit_test(other_hardware_is_not_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
